package slipway.cli;

/** What the shell is told. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;

    private ExitStatus() {}
}
