package slipway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slipway.model.ImageVersion;
import slipway.model.Tier;
import slipway.operations.rollout.ReleaseRequest.Source;

/** {@code slipway release}. */
@Command(
        name = "release",
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "[COMMAND]",
        description = {
            "Releases a version of a tier: gives the idle colour its image, asks it, moves weight to it step by step, and"
                    + " retires the colour that served. When the guard of the new colour fires, everything goes back at once.",
            "Ctrl-C pauses it. The commands below tell and steer a release, this one's or somebody else's."
        })
final class ReleaseCommand implements Callable<Integer> {
    private final Tools tools;

    @Option(names = "--tier", paramLabel = "client|api", description = "Which tier.")
    private Optional<Tier> tier = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "The folder whose image is released: built and sent, unless the repository has it under"
                    + " its tag.")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            description =
                    "The image's tag; with --from the commit or the hash of the folder unless given, without it one"
                            + " that the repository holds.")
    private Optional<String> tag = Optional.empty();

    @Mixin
    private final ReleaseOptions terms = new ReleaseOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call().
    private CommandSpec spec;

    ReleaseCommand(Tools tools) {
        this.tools = tools;
    }

    @Override
    public Integer call() {
        Tier released = tier.orElseThrow(() -> wrong("Missing required option: '--tier=client|api'"));
        Source source = source();
        return new ReleaseBeginning(tools, terms).begin(spec.commandLine(), released, source);
    }

    private Source source() {
        tag.filter(given -> !ImageVersion.isTag(given)).ifPresent(given -> {
            throw wrong("--tag '" + given + "' " + ImageVersion.NO_TAG);
        });
        if (from.isPresent()) {
            Path folder = from.get().toAbsolutePath().normalize();
            if (!Files.isDirectory(folder)) {
                throw wrong("--from " + from.get() + ": there is no such folder.");
            }
            return new Source.Folder(folder, tag);
        }
        return new Source.Published(tag.orElseThrow(() -> wrong(
                "Say what is released: --from DIR builds a folder, --tag TAG takes an image that is published.")));
    }

    private ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }
}
