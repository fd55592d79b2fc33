package slipway.ui.stacks;

import slipway.cloud.Target;

/** The options of the command line that name a target. */
final class CommandWords {
    private CommandWords() {}

    static String target(Target target) {
        return switch (target) {
            case Target.Local _ -> " --target local";
            case Target.Aws aws -> {
                var words = new StringBuilder(" --target aws");
                aws.profile().ifPresent(profile -> words.append(" --profile ").append(quoted(profile)));
                aws.region().ifPresent(region -> words.append(" --region ").append(quoted(region)));
                aws.endpointUrl()
                        .ifPresent(url -> words.append(" --endpoint-url ").append(quoted(url.toString())));
                yield words.toString();
            }
        };
    }

    /** As a POSIX shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
