package slipway.localcloud.cloudformation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import slipway.async.Timer;
import slipway.localcloud.state.StateFolder;

/**
 * Every stack, and its document in the state folder: one file per stack, written at most once in {@link #PACE} unless
 * someone waits for it. Whoever waits shares the write with all who came meanwhile.
 */
final class StackStore {
    static final String FOLDER = "cloudformation";
    private static final Duration PACE = Duration.ofMillis(50);
    /** Deleted stacks stay visible by id; AWS keeps them 90 days, this keeps the last so many. */
    private static final int DELETED_KEPT = 50;

    private final StateFolder state;
    private final Timer timer;
    private final Map<String, Kept> stacks = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private static final class Kept {
        private final Stack stack;
        private final AtomicLong changes = new AtomicLong();
        private final AtomicBoolean planned = new AtomicBoolean();
        private long written;

        Kept(Stack stack) {
            this.stack = stack;
        }
    }

    StackStore(StateFolder state, Timer timer, InstantSource clock) {
        this.state = state;
        this.timer = timer;
        try (var files = Files.list(state.folder(FOLDER))) {
            files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> FOLDER + "/" + file.substring(0, file.length() - ".json".length()))
                    .flatMap(name -> state.read(name, Stack.Document.class).stream())
                    .map(document -> new Stack(document, clock))
                    .forEach(stack -> stacks.put(stack.id(), new Kept(stack)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the stacks in " + state.root() + " cannot be listed", unreadable);
        }
    }

    /** Oldest first. */
    List<Stack> all() {
        return stacks.values().stream()
                .map(kept -> kept.stack)
                .sorted(Comparator.comparing(Stack::created).thenComparing(Stack::id))
                .toList();
    }

    /** The stack of this id, deleted or not, or the one that has this name now. */
    Optional<Stack> find(String nameOrId) {
        if (nameOrId.startsWith("arn:")) {
            return Optional.ofNullable(stacks.get(nameOrId)).map(kept -> kept.stack);
        }
        return stacks.values().stream()
                .map(kept -> kept.stack)
                .filter(stack -> stack.name().equals(nameOrId) && !stack.isDeleted())
                .findFirst();
    }

    /** Adds a stack and waits until it is kept. */
    void add(Stack stack) {
        stacks.put(stack.id(), new Kept(stack));
        commit(stack);
        forgetOldest();
    }

    /** The stack has changed: its document follows shortly. */
    void touch(Stack stack) {
        Kept kept = kept(stack);
        kept.changes.incrementAndGet();
        if (kept.planned.compareAndSet(false, true)) {
            timer.after(PACE, () -> {
                kept.planned.set(false);
                write(kept);
            });
        }
    }

    /** Waits until everything so far is in the stack's document. */
    void commit(Stack stack) {
        Kept kept = kept(stack);
        kept.changes.incrementAndGet();
        write(kept);
    }

    /** Writes what is not written yet, and nothing from then on: what happens later never happened. */
    void close() {
        stacks.values().forEach(this::write);
        closed = true;
    }

    private void write(Kept kept) {
        long wanted = kept.changes.get();
        synchronized (kept) {
            if (closed || kept.written >= wanted || !stacks.containsKey(kept.stack.id())) {
                return;
            }
            long seen = kept.changes.get();
            state.write(document(kept.stack), kept.stack.document());
            kept.written = seen;
        }
    }

    private Kept kept(Stack stack) {
        Kept kept = stacks.get(stack.id());
        if (kept == null) {
            throw new IllegalStateException("stack " + stack.id() + " was never added");
        }
        return kept;
    }

    private void forgetOldest() {
        var deleted = all().stream().filter(Stack::isDeleted).toList();
        for (Stack stack : deleted.subList(0, Math.max(0, deleted.size() - DELETED_KEPT))) {
            forget(stack);
        }
    }

    /** Drops a stack without a trace. */
    private void forget(Stack stack) {
        Kept kept = kept(stack);
        synchronized (kept) {
            stacks.remove(stack.id());
            try {
                Files.deleteIfExists(state.root().resolve(document(stack) + ".json"));
            } catch (IOException failed) {
                throw new UncheckedIOException("the document of stack " + stack.name() + " cannot be deleted", failed);
            }
        }
    }

    private static String document(Stack stack) {
        return FOLDER + "/" + stack.name() + "-"
                + stack.id().substring(stack.id().lastIndexOf('/') + 1);
    }

    // ---------------------------------------------------------------- exports

    /** An export and the stack it comes from. */
    record Export(Stack stack, String name, String value) {}

    /** By name. */
    Map<String, Export> exports() {
        var exports = new HashMap<String, Export>();
        for (Stack stack : all()) {
            if (!stack.isDeleted()) {
                for (OutputEntry output : stack.outputs()) {
                    if (output.exportName() != null) {
                        exports.put(output.exportName(), new Export(stack, output.exportName(), output.value()));
                    }
                }
            }
        }
        return exports;
    }

    /** Stacks that import an export. */
    List<Stack> importers(String export) {
        return all().stream()
                .filter(stack -> !stack.isDeleted() && stack.imports().contains(export))
                .toList();
    }
}
