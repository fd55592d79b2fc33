package slipway.model;

/** How much a line of output matters, from least to most. */
public enum LogLevel {
    INFO("info"),
    WARN("warn"),
    ERROR("error");

    private final String label;

    LogLevel(String label) {
        this.label = label;
    }

    /** The word beside the line and on the command line. */
    public String label() {
        return label;
    }

    public boolean atLeast(LogLevel other) {
        return compareTo(other) >= 0;
    }
}
