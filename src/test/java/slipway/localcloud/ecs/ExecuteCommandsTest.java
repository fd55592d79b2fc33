package slipway.localcloud.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.localcloud.agents.Agent;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;
import software.amazon.awssdk.services.ecs.model.Task;

@NullMarked
class ExecuteCommandsTest {
    private static final String CLUSTER = "dev";

    @TempDir
    Path folder;

    private EcsFixture cloud;

    @BeforeEach
    void open() {
        cloud = new EcsFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void execute_whenTheTaskRuns_startsASessionInItsContainer() {
        Task task = running(request -> request.enableExecuteCommand(true));

        var answer = cloud.ecs.executeCommand(command(task).build());

        var container = task.containers().getFirst();
        assertThat(answer.containerName()).isEqualTo("api");
        assertThat(answer.containerArn()).isEqualTo(container.containerArn());
        assertThat(answer.session().sessionId()).isEqualTo("ecs-execute-command-1");
        assertThat(answer.session().tokenValue()).isEqualTo("token");
        var started = cloud.sessions.started.getFirst();
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        assertThat(started.target()).isEqualTo("ecs:dev_" + id + "_" + container.runtimeId());
        assertThat(started.parameters())
                .containsEntry("command", List.of("irb"))
                // The container's own group, because the cluster says nothing.
                .containsEntry("cloudWatchLogGroup", List.of(FakeLogs.GROUP));
    }

    @Test
    void agent_whenTheTaskRuns_isConnectedWithWhatItsProcessHas() {
        Task task = running(request -> request.enableExecuteCommand(true));

        assertThat(task.containers().getFirst().managedAgents())
                .extracting(ManagedAgent::nameAsString, ManagedAgent::lastStatus)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ExecuteCommandAgent", "RUNNING"));
        Agent agent = agent(task);
        assertThat(agent.address()).isEqualTo(EcsFixture.address(task));
        assertThat(agent.process().environment())
                .containsEntry("BIND", EcsFixture.address(task))
                .containsEntry("PORT", "4567");
        assertThat(agent.process().owner()).isEqualTo(task.taskArn());
    }

    @Test
    void agent_whenTheTaskStops_isGoneAndSaysWhy() {
        Task task = running(request -> request.enableExecuteCommand(true));
        Agent agent = agent(task);

        cloud.ecs.stopTask(
                request -> request.cluster(CLUSTER).task(task.taskArn()).reason("Enough"));

        Task stopped =
                cloud.await(() -> described(task), now -> now.lastStatus().equals("STOPPED"));
        assertThat(stopped.containers().getFirst().managedAgents())
                .extracting(ManagedAgent::lastStatus)
                .containsExactly("STOPPED");
        assertThat(cloud.agents.find(agent.target())).isEmpty();
        var reasons = new java.util.ArrayList<String>();
        agent.onEnd(reasons::add);
        assertThat(reasons).containsExactly("The task has stopped: Enough");
    }

    @Test
    void execute_whenTheClusterOverridesLogging_namesItsGroup() {
        Task task = running(request -> request.enableExecuteCommand(true));
        logging("OVERRIDE", "/dev/exec");

        cloud.ecs.executeCommand(command(task).build());

        assertThat(cloud.sessions.started.getFirst().parameters())
                .containsEntry("cloudWatchLogGroup", List.of("/dev/exec"));
    }

    @Test
    void execute_whenTheClusterWantsNoLogging_namesNoGroup() {
        Task task = running(request -> request.enableExecuteCommand(true));
        logging("NONE", null);

        cloud.ecs.executeCommand(command(task).build());

        assertThat(cloud.sessions.started.getFirst().parameters()).containsOnlyKeys("command");
    }

    @Test
    void execute_whenItIsNotInteractive_isRefused() {
        Task task = running(request -> request.enableExecuteCommand(true));

        refused(command(task).interactive(false), "Interactive is the only mode supported currently.");
    }

    @Test
    void execute_whenExecIsNotEnabled_isRefused() {
        Task task = running(request -> {});

        refused(command(task), "execute command was not enabled when the task was run");
        assertThat(cloud.sessions.started).isEmpty();
    }

    @Test
    void execute_whenTheTaskHasStopped_isRefused() {
        Task task = running(request -> request.enableExecuteCommand(true));
        cloud.ecs.stopTask(request -> request.cluster(CLUSTER).task(task.taskArn()));
        cloud.await(() -> described(task), now -> now.lastStatus().equals("STOPPED"));

        refused(command(task), "is STOPPED, not RUNNING");
    }

    @Test
    void execute_whenThereIsNoSuchTaskOrContainer_isRefused() {
        Task task = running(request -> request.enableExecuteCommand(true));

        refused(command(task).task("0123"), "task was not found");
        refused(command(task).container("web"), "no container named 'web'; it has api");
        refused(command(task).command(" "), "Command cannot be empty");
    }

    @Test
    void execute_whenThereIsNoSuchCluster_isRefused() {
        Task task = running(request -> request.enableExecuteCommand(true));

        assertThatThrownBy(() ->
                        cloud.ecs.executeCommand(command(task).cluster("other").build()))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void execute_whenTheAgentIsNotConnected_isRefused() {
        Task task = running(request -> request.enableExecuteCommand(true));
        cloud.sessions.connected = false;

        assertThatThrownBy(() -> cloud.ecs.executeCommand(command(task).build()))
                .isInstanceOf(TargetNotConnectedException.class)
                .hasMessageContaining("The execute command failed due to an internal error.");
    }

    private void refused(ExecuteCommandRequest.Builder request, String words) {
        assertThatThrownBy(() -> cloud.ecs.executeCommand(request.build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(words);
    }

    private void logging(String logging, String group) {
        cloud.ecs.updateCluster(request -> request.cluster(CLUSTER)
                .configuration(configuration -> configuration.executeCommandConfiguration(
                        exec -> exec.logging(logging).logConfiguration(log -> log.cloudWatchLogGroupName(group)))));
    }

    private Agent agent(Task task) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return cloud.agents
                .find("ecs:dev_" + id + "_" + task.containers().getFirst().runtimeId())
                .orElseThrow();
    }

    private Task running(Consumer<RunTaskRequest.Builder> more) {
        String definition = cloud.shell("trap 'exit 0' TERM; while :; do sleep 0.05; done");
        Task started = cloud.ecs
                .runTask(request -> {
                    request.cluster(CLUSTER)
                            .taskDefinition(definition)
                            .networkConfiguration(
                                    network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a")));
                    more.accept(request);
                })
                .tasks()
                .getFirst();
        return cloud.await(() -> described(started), now -> now.lastStatus().equals("RUNNING"));
    }

    private Task described(Task task) {
        return cloud.ecs
                .describeTasks(request -> request.cluster(CLUSTER).tasks(task.taskArn()))
                .tasks()
                .getFirst();
    }

    private static ExecuteCommandRequest.Builder command(Task task) {
        return ExecuteCommandRequest.builder()
                .cluster(CLUSTER)
                .task(task.taskArn())
                .container("api")
                .command("irb")
                .interactive(true);
    }
}
