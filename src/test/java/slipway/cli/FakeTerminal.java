package slipway.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
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
    InputStream input = InputStream.nullInputStream();
    OutputStream output = new ByteArrayOutputStream();

    @Nullable
    FakeKeyboard keyboard;

    Runnable resized = () -> {};
    Runnable exiting = () -> {};

    /** A terminal whose modes are counted. */
    static final class FakeKeyboard implements Keyboard {
        Size size = new Size(120, 40);
        final List<String> modes = new ArrayList<>();

        @Override
        public Size size() {
            return size;
        }

        @Override
        public Registration raw() {
            modes.add("raw");
            return () -> modes.add("back");
        }
    }

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
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public Optional<Keyboard> keyboard() {
        return Optional.ofNullable(keyboard);
    }

    @Override
    public Registration onControlC(Runnable heard) {
        return onInterrupt(heard);
    }

    @Override
    public Registration onResize(Runnable heard) {
        resized = heard;
        return () -> resized = () -> {};
    }

    @Override
    public void beforeExit(Runnable work) {
        exiting = work;
    }

    @Override
    public Registration onInterrupt(Runnable heard) {
        listener = heard;
        return () -> listener = null;
    }
}
