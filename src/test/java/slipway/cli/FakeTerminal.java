package slipway.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person at a terminal who answers as the test says; nobody, unless it says something. */
final class FakeTerminal implements UserTerminal {
    final List<String> questions = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private boolean canAsk;
    private boolean canRedraw;
    private int width = 80;
    private @Nullable Runnable listener;

    FakeTerminal answering(String... replies) {
        canAsk = true;
        answers.addAll(Arrays.asList(replies));
        return this;
    }

    FakeTerminal redrawing(int columns) {
        canRedraw = true;
        width = columns;
        return this;
    }

    /** Presses Ctrl-C; false when it is not listened for, so that the program would end. */
    boolean interrupt() {
        if (listener == null) {
            return false;
        }
        listener.run();
        return true;
    }

    @Override
    public boolean canAsk() {
        return canAsk;
    }

    @Override
    public boolean canRedraw() {
        return canRedraw;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Optional<String> ask(String question) {
        questions.add(question);
        return Optional.ofNullable(answers.poll());
    }

    @Override
    public Registration onInterrupt(Runnable heard) {
        listener = heard;
        return () -> listener = null;
    }
}
