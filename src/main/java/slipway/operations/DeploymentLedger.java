package slipway.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import slipway.cloud.Cloud;
import slipway.cloud.Target;
import slipway.model.EnvironmentName;
import slipway.model.FailureChain;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * What an environment remembers about itself, in SSM parameters below its name: the deployment that is under way or was left
 * unfinished, why the last one failed, and the file system that a deletion kept.
 */
public final class DeploymentLedger {
    /** How often a runner says that it is alive, in real time. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);

    /** A runner on another machine that was silent this long is taken for gone. */
    static final Duration LEASE = Duration.ofMinutes(5);

    /** The ids of the runs that this process is at work on; a console outlives them. */
    private static final Set<String> AT_WORK = ConcurrentHashMap.newKeySet();

    private final Cloud cloud;
    private final InstantSource clock;

    /** @param clock real time */
    public DeploymentLedger(Cloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    /** This process, as a runner. */
    public static DeploymentRecord.Runner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new DeploymentRecord.Runner(System.getProperty("user.name", "?"), host(), self.pid(), started(self));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /**
     * What an environment remembers of its deployments.
     *
     * @param deployment the one that is under way or was left unfinished
     * @param failure why the last one failed; absent when it succeeded
     */
    public record Memory(Optional<DeploymentRecord> deployment, Optional<FailureChain> failure) {}

    /** Both at once, in one call. */
    public Memory memory(EnvironmentName environment) {
        return Failures.translated("read the parameters of " + environment, () -> {
            Map<String, String> values = new HashMap<>();
            cloud.ssm()
                    .getParameters(request -> request.names(deployment(environment), failure(environment)))
                    .parameters()
                    .forEach(parameter -> values.put(parameter.name(), parameter.value()));
            return new Memory(
                    Optional.ofNullable(values.get(deployment(environment)))
                            .map(text -> parsed(deployment(environment), text, DeploymentRecord.class)),
                    Optional.ofNullable(values.get(failure(environment)))
                            .map(text -> parsed(failure(environment), text, KeptFailure.class)
                                    .chain()));
        });
    }

    /** The deployment that is under way or was left unfinished. */
    public Optional<DeploymentRecord> read(EnvironmentName environment) {
        return value(deployment(environment))
                .map(text -> parsed(deployment(environment), text, DeploymentRecord.class));
    }

    private static <T> T parsed(String name, String text, Class<T> type) {
        try {
            return ParameterJson.parsed(text, type);
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("the parameter " + name + " is not one of Slipway's: remove it", foreign);
        }
    }

    /** This process is at work on the run from now on; until {@link #leaves}, {@link #isAlive} says so. */
    public static void works(String run) {
        AT_WORK.add(run);
    }

    /** This process is no longer at work on the run, however its record was left. */
    public static void leaves(String run) {
        AT_WORK.remove(run);
    }

    /**
     * Whether the record's runner still works on it: this process knows that of itself, on this machine its process decides,
     * for another machine the time since it last said so.
     */
    public boolean isAlive(DeploymentRecord record) {
        return record.state() == DeploymentRecord.State.RUNNING
                && isAtWork(record.id(), record.runner(), record.heartbeat(), clock.instant());
    }

    /**
     * The same of any run that says by heartbeats that it is alive.
     *
     * @param run its id, of which {@link #works} was told
     * @param heartbeat when the runner last said so, real time
     * @param now real time
     */
    public static boolean isAtWork(String run, DeploymentRecord.Runner runner, Instant heartbeat, Instant now) {
        if (runner.host().equals(host())) {
            return runs(runner) && (!isThisProcess(runner) || AT_WORK.contains(run));
        }
        return Duration.between(heartbeat, now).compareTo(LEASE) < 0;
    }

    private static boolean isThisProcess(DeploymentRecord.Runner runner) {
        return runner.pid() == ProcessHandle.current().pid();
    }

    /** The target's time. */
    public Instant now() {
        return cloud.now();
    }

    /** Since when it is at work, in words: the local cloud's time is named as such. */
    public String since(DeploymentRecord record) {
        String began = "since " + record.began().truncatedTo(ChronoUnit.SECONDS);
        return switch (cloud.target()) {
            case Target.Local _ -> began + " (cloud time)";
            case Target.Aws _ -> began;
        };
    }

    /** Whether a process of this machine is still the one that it was. */
    public static boolean runs(DeploymentRecord.Runner runner) {
        return ProcessHandle.of(runner.pid())
                .filter(ProcessHandle::isAlive)
                .filter(process -> runner.started() == 0 || started(process) == runner.started())
                .isPresent();
    }

    /** Writes the record unless the environment has one already; false when it has. */
    public boolean begin(EnvironmentName environment, DeploymentRecord record) {
        return Failures.translated("note the deployment of " + environment, () -> {
            try {
                cloud.ssm()
                        .putParameter(request -> request.name(deployment(environment))
                                .type(ParameterType.STRING)
                                .value(ParameterJson.text(record))
                                .overwrite(false));
                return true;
            } catch (ParameterAlreadyExistsException other) {
                return false;
            }
        });
    }

    /** Replaces the record. */
    public void write(EnvironmentName environment, DeploymentRecord record) {
        put(deployment(environment), ParameterJson.text(record));
    }

    /** Forgets the deployment. */
    public void end(EnvironmentName environment) {
        remove(deployment(environment));
    }

    /** Keeps why a deployment failed, as much of it as fits, in the place of what was kept before. */
    public void keepFailure(EnvironmentName environment, FailureChain failure) {
        put(failure(environment), KeptFailure.json(failure));
    }

    /** The last deployment succeeded. */
    public void forgetFailure(EnvironmentName environment) {
        remove(failure(environment));
    }

    /** The file system that a deletion kept and a deployment adopts. */
    public Optional<String> retainedFileSystem(EnvironmentName environment) {
        return value(fileSystem(environment));
    }

    public void retainFileSystem(EnvironmentName environment, String fileSystemId) {
        put(fileSystem(environment), fileSystemId);
    }

    public void forgetFileSystem(EnvironmentName environment) {
        remove(fileSystem(environment));
    }

    /** Removes every parameter below the environment's name, but for the kept file system where that is wished. */
    public void clear(EnvironmentName environment, boolean keepFileSystem) {
        Failures.translatedRun("remove the parameters of " + environment, () -> {
            List<String> names = new ArrayList<>();
            cloud
                    .ssm()
                    .getParametersByPathPaginator(
                            request -> request.path("/" + environment).recursive(true))
                    .stream()
                    .flatMap(page -> page.parameters().stream())
                    .map(Parameter::name)
                    .filter(name -> !(keepFileSystem && name.equals(fileSystem(environment))))
                    .forEach(names::add);
            // SSM deletes ten at a time.
            for (int from = 0; from < names.size(); from += 10) {
                List<String> batch = names.subList(from, Math.min(names.size(), from + 10));
                cloud.ssm().deleteParameters(request -> request.names(batch));
            }
        });
    }

    private static String deployment(EnvironmentName environment) {
        return "/" + environment + "/deployment";
    }

    private static String failure(EnvironmentName environment) {
        return "/" + environment + "/failure";
    }

    private static String fileSystem(EnvironmentName environment) {
        return "/" + environment + "/retained-file-system";
    }

    private Optional<String> value(String name) {
        return Failures.translated("read the parameter " + name, () -> {
            try {
                return Optional.of(cloud.ssm()
                        .getParameter(request -> request.name(name))
                        .parameter()
                        .value());
            } catch (ParameterNotFoundException none) {
                return Optional.empty();
            }
        });
    }

    private void put(String name, String value) {
        Failures.translatedRun(
                "write the parameter " + name,
                () -> cloud.ssm()
                        .putParameter(request -> request.name(name)
                                .type(ParameterType.STRING)
                                .value(value)
                                .overwrite(true)));
    }

    private void remove(String name) {
        Failures.translatedRun("remove the parameter " + name, () -> {
            try {
                cloud.ssm().deleteParameter(request -> request.name(name));
            } catch (ParameterNotFoundException gone) {
                return; // that is what was wanted
            }
        });
    }
}
