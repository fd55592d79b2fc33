package slipway.operations.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import slipway.async.Cancellation;

/**
 * Names the content of an application's folder: by the git commit when the folder is exactly as committed, else by a hash of
 * what its image would contain.
 */
public final class SourceVersion {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Twelve of sixty-four digits: as many as git shows of a commit in a large project. */
    private static final int HASH_DIGITS = 12;

    private final Commands commands;

    public SourceVersion() {
        this(new SystemCommands());
    }

    SourceVersion(Commands commands) {
        this.commands = commands;
    }

    /**
     * The tag that the folder's image gets.
     *
     * @throws slipway.model.FailureException {@code Rejected} when the folder has no usable Dockerfile
     */
    public String tag(Path folder) {
        ImageContent content = ImageContent.of(folder);
        return commit(folder).orElseGet(() -> "content-" + content.fingerprint().substring(0, HASH_DIGITS));
    }

    /** Whether the folder holds something else than what was published under the tag, as far as that can be told here. */
    public boolean differs(Path folder, String tag) {
        if (tag.equals(tag(folder))) {
            return false;
        }
        if (!COMMIT.matcher(tag).matches()) {
            return true;
        }
        // Another commit may have left this folder alone. An unknown commit makes git fail: then it differs.
        boolean same = git(folder, "diff", "--quiet", tag, "--", ".")
                .filter(Commands.Result::succeeded)
                .isPresent();
        return !(same && isClean(folder));
    }

    /** A tag for people: a commit's first seven digits, anything else as it is. */
    public static String shown(String tag) {
        return COMMIT.matcher(tag).matches() ? tag.substring(0, 7) : tag;
    }

    private Optional<String> commit(Path folder) {
        if (!isClean(folder)) {
            return Optional.empty();
        }
        return git(folder, "rev-parse", "HEAD")
                .filter(Commands.Result::succeeded)
                .map(result -> result.output().strip())
                .filter(commit -> COMMIT.matcher(commit).matches());
    }

    /** Whether every file of the folder is as committed; false outside git, and where git is missing. */
    private boolean isClean(Path folder) {
        return git(folder, "status", "--porcelain", "--", ".")
                .filter(result -> result.succeeded() && result.output().isBlank())
                .isPresent();
    }

    private Optional<Commands.Result> git(Path folder, String... arguments) {
        try {
            return Optional.of(commands.run(
                    Stream.concat(Stream.of("git"), Stream.of(arguments)).toList(),
                    folder,
                    Optional.empty(),
                    new Cancellation()));
        } catch (IOException missing) {
            return Optional.empty();
        }
    }
}
