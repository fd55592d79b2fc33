package slipway.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import slipway.async.Timer;
import slipway.cloud.Target;
import slipway.cloud.aws.ProfileFiles;
import slipway.cloud.aws.SdkCloudConnector;
import slipway.model.DeployPlan;
import slipway.model.EnvironmentName;
import slipway.model.ReadinessCheck;
import slipway.operations.Failures;
import slipway.operations.build.LocalReadiness;
import slipway.operations.rollout.DeployRequest;
import slipway.operations.rollout.EnvironmentDeployer;
import slipway.operations.services.StoppedTaskArchive;
import slipway.ui.workspace.ConsoleServices;
import slipway.ui.workspace.LocalCloud;
import slipway.ui.workspace.TargetChoice;
import slipway.ui.workspace.TargetOperations;

/** Gives the console what it needs from outside; nothing here is built before it is asked for. */
final class ConsoleComposition implements ConsoleServices {
    private final LocalCloudProcess process;
    private final Path stateFolder;
    private final Path home;
    private final Timer timer;
    private final InstantSource clock;
    private final StoppedTaskArchive stopped;
    private final Set<ConsoleOperations> open = ConcurrentHashMap.newKeySet();

    ConsoleComposition(LocalCloudProcess process, Path stateFolder, Path home, Timer timer, InstantSource clock) {
        this.process = process;
        this.stateFolder = stateFolder;
        this.home = home;
        this.timer = timer;
        this.clock = clock;
        this.stopped = new StoppedTaskArchive(stateFolder.resolve("stopped-tasks"));
    }

    @Override
    public List<TargetChoice> targets() {
        Stream<TargetChoice> profiles = new ProfileFiles()
                .list().stream()
                        .map(profile -> TargetChoice.of(
                                new Target.Aws(Optional.of(profile.name()), profile.region(), Optional.empty())));
        return Stream.concat(Stream.of(TargetChoice.LOCAL), profiles).toList();
    }

    @Override
    public TargetOperations open(TargetChoice target) {
        return Failures.translated("connect to " + target.label(), () -> {
            var operations = new ConsoleOperations(
                    new SdkCloudConnector(process, clock).connect(target.target()),
                    home,
                    stopped,
                    timer,
                    clock,
                    open::remove);
            open.add(operations);
            return operations;
        });
    }

    /** Ends the sessions that are still open: a process that is told to end closes no window. */
    void endSessions() {
        open.forEach(ConsoleOperations::endSessions);
    }

    @Override
    public LocalCloud localCloud() {
        return new ConsoleLocalCloud(process, stateFolder);
    }

    @Override
    public List<ReadinessCheck> readiness() {
        return new LocalReadiness().measure(stateFolder, process.running().isPresent());
    }

    @Override
    public DeployPlan outline(EnvironmentName environment) {
        return EnvironmentDeployer.outline(new DeployRequest(environment, Map.of(), home, Optional.empty()));
    }
}
