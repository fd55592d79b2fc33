package slipway.model;

/** The two tiers that are released blue and green. */
public enum Tier {
    CLIENT,
    API;

    /** The name in stacks, logs and on the command line. */
    public String label() {
        return this == CLIENT ? "client" : "api";
    }
}
