package slipway.model;

/** The two deployments that a tier has, one of them usually idle. */
public enum Colour {
    BLUE,
    GREEN;

    /** The name in stacks, logs and on the command line. */
    public String label() {
        return this == BLUE ? "blue" : "green";
    }

    public Colour other() {
        return this == BLUE ? GREEN : BLUE;
    }
}
