package slipway.cli;

import org.jspecify.annotations.Nullable;

/** The first Ctrl-C is heard; from then on, and after closing, Ctrl-C ends the program as it always does. */
final class FirstInterrupt implements AutoCloseable {
    private final Runnable listener;
    private UserTerminal.@Nullable Registration registration;
    private boolean over;

    private FirstInterrupt(Runnable listener) {
        this.listener = listener;
    }

    static FirstInterrupt of(UserTerminal terminal, Runnable listener) {
        var interrupt = new FirstInterrupt(listener);
        interrupt.listen(terminal);
        return interrupt;
    }

    private synchronized void listen(UserTerminal terminal) {
        registration = terminal.onInterrupt(this::heard);
    }

    private void heard() {
        if (end()) {
            listener.run();
        }
    }

    private synchronized boolean end() {
        if (over) {
            return false;
        }
        over = true;
        if (registration != null) {
            registration.close();
        }
        return true;
    }

    @Override
    public void close() {
        end();
    }
}
