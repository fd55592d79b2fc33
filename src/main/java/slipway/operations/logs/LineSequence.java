package slipway.operations.logs;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.model.LogLine;

/** Lines by time, fetched as they are asked for. One that was looked at but not taken comes again. */
interface LineSequence {
    /** The next line, which stays; empty at the end. */
    Optional<LogLine> peek();

    /** The line that was looked at last, which has been given now. */
    LogLine take();

    /** Several sequences as one. */
    static LineSequence merged(List<LineSequence> sequences) {
        return new LineSequence() {
            private @Nullable LineSequence first;

            @Override
            public Optional<LogLine> peek() {
                first = null;
                Optional<LogLine> oldest = Optional.empty();
                for (LineSequence sequence : sequences) {
                    Optional<LogLine> line = sequence.peek();
                    if (line.isPresent()
                            && (oldest.isEmpty() || LogLine.BY_TIME.compare(line.get(), oldest.get()) < 0)) {
                        oldest = line;
                        first = sequence;
                    }
                }
                return oldest;
            }

            @Override
            public LogLine take() {
                LineSequence sequence = first;
                if (sequence == null) {
                    throw new NoSuchElementException("nothing was looked at");
                }
                first = null;
                return sequence.take();
            }
        };
    }
}
