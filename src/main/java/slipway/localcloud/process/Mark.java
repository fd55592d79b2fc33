package slipway.localcloud.process;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What every process started here carries in its environment, and what it starts inherits: a process that has left its
 * session and lost its parent is still known by it. A mark names the state folder, the run of this program and the child:
 * {@code FOLDER/RUN/CHILD}.
 *
 * @param value in characters that mean nothing to a regular expression
 */
record Mark(String value) {
    /** The variable that carries it. */
    static final String VARIABLE = "SLIPWAY_TASK";

    private static final AtomicLong CHILDREN = new AtomicLong();

    /** All that any run with this state folder has started. */
    static Mark ofFolder(Path folder) {
        byte[] name = folder.toAbsolutePath().normalize().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new Mark(UUID.nameUUIDFromBytes(name).toString());
    }

    /** All that this run starts. */
    Mark newRun() {
        return new Mark(value + "/" + UUID.randomUUID());
    }

    /** One child and what it starts. */
    Mark newChild() {
        return new Mark(value + "/" + CHILDREN.incrementAndGet());
    }

    void putInto(Map<String, String> environment) {
        environment.put(VARIABLE, value);
    }

    /** @param environ as {@code /proc/PID/environ} has it: entries that end with a NUL */
    boolean isIn(String environ) {
        String entries = "\0" + environ;
        String entry = "\0" + VARIABLE + "=" + value;
        return entries.contains(entry + "\0") || entries.contains(entry + "/");
    }
}
