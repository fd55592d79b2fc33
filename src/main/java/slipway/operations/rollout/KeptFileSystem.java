package slipway.operations.rollout;

import java.util.Optional;
import slipway.model.EnvironmentName;
import slipway.operations.DeploymentLedger;
import slipway.operations.EnvironmentStack;
import slipway.operations.stacks.StackReader;

/** Writes down the data stack's file system before the stack goes: afterwards nothing would know the file system's id. */
final class KeptFileSystem {
    private static final String FILE_SYSTEM = "AWS::EFS::FileSystem";

    private final StackReader reader;
    private final DeploymentLedger ledger;

    KeptFileSystem(StackReader reader, DeploymentLedger ledger) {
        this.reader = reader;
        this.ledger = ledger;
    }

    /** The file system that was written down, now or before; the stack must be there. */
    Optional<String> note(EnvironmentName environment) {
        String data = EnvironmentStack.DATA.in(environment);
        Optional<String> id = reader.resources(data, FILE_SYSTEM).values().stream()
                .findFirst()
                .or(() -> reader.find(data)
                        .map(stack -> stack.parameters().getOrDefault("ExistingFileSystemId", ""))
                        .filter(given -> !given.isEmpty()));
        id.ifPresent(found -> ledger.retainFileSystem(environment, found));
        return id.or(() -> ledger.retainedFileSystem(environment));
    }
}
