package slipway.model;

import java.util.Arrays;
import java.util.Optional;

/** Whose tasks write: one of the two tiers, or Redis. */
public enum LogSource {
    CLIENT("client"),
    API("api"),
    REDIS("redis");

    private final String label;

    LogSource(String label) {
        this.label = label;
    }

    /** The name in log groups, services and on the command line. */
    public String label() {
        return label;
    }

    /** Whether it is released blue and green. Redis is not: there is one. */
    public boolean coloured() {
        return this != REDIS;
    }

    public static LogSource of(Tier tier) {
        return tier == Tier.CLIENT ? CLIENT : API;
    }

    public static Optional<LogSource> labelled(String label) {
        return Arrays.stream(values())
                .filter(source -> source.label.equals(label))
                .findFirst();
    }
}
