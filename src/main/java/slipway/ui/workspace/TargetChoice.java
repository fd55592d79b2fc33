package slipway.ui.workspace;

import slipway.cloud.Target;

/**
 * A target that can be chosen.
 *
 * @param label what the chooser shows: {@code Local}, {@code AWS · slipway-dev}
 */
public record TargetChoice(Target target, String label) {
    public static final TargetChoice LOCAL = new TargetChoice(new Target.Local(), "Local");

    /** The target's own words, such as {@code AWS · slipway-dev}. */
    public static TargetChoice of(Target target) {
        return switch (target) {
            case Target.Local _ -> LOCAL;
            case Target.Aws aws ->
                new TargetChoice(aws, "AWS · " + aws.profile().orElse("default credentials"));
        };
    }

    public boolean local() {
        return target instanceof Target.Local;
    }
}
