package slipway.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    private static final int THREADS = 32;
    private static final int LINES = 200;

    @TempDir
    Path folder;

    @RepeatedTest(10)
    void write_when_many_write_while_files_change_loses_no_line() throws Exception {
        int line = lengthOfOneLine();
        // Three quarters of all lines fill a file: it changes once on the way.
        try (var log = new AccessLog(folder, THREADS * LINES / 4 * 3 * line);
                var writers = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                work.add(() -> {
                    IntStream.range(0, LINES).forEach(number -> log.write(entry()));
                    return true;
                });
            }
            assertThat(writers.invokeAll(work)).hasSize(THREADS);
        }

        assertThat(lines("balancers-0.log") + lines("balancers-1.log")).isEqualTo(THREADS * LINES);
    }

    @Test
    void write_when_both_files_are_full_keeps_the_newest_within_the_bound() throws Exception {
        int line = lengthOfOneLine();
        try (var log = new AccessLog(folder, 10 * line)) {
            IntStream.range(0, 100).forEach(number -> log.write(entry()));
        }

        long bytes = Files.size(folder.resolve("balancers-0.log")) + Files.size(folder.resolve("balancers-1.log"));
        assertThat(bytes).isBetween(10L * line, 22L * line);
    }

    private int lengthOfOneLine() throws IOException {
        try (var log = new AccessLog(folder)) {
            log.write(entry());
        }
        Path file = folder.resolve("balancers-0.log");
        int length = (int) Files.size(file);
        Files.delete(file);
        return length;
    }

    private static AccessLog.Entry entry() {
        return new AccessLog.Entry(
                "listener", "group", "127.0.0.1:4567", "127.0.0.1:50000", "GET /", 0.001, 502, null, "no connection");
    }

    private long lines(String file) throws IOException {
        try (var lines = Files.lines(folder.resolve(file))) {
            return lines.count();
        }
    }
}
