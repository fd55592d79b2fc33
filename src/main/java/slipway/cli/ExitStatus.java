package slipway.cli;

/** The exit statuses that scripts can rely on. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int REFUSED = 3;

    /** What a shell reports for a program that Ctrl-C ended. */
    static final int INTERRUPTED = 130;

    private ExitStatus() {}
}
