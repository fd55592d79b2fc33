package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.app.ConsoleDeployTest.text;
import static slipway.app.ConsoleDeployTest.waitFor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.MouseButton;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;
import slipway.cloud.Cloud;
import slipway.model.EnvironmentName;
import slipway.model.ObservedSplit;
import slipway.model.Tier;
import slipway.operations.traffic.TrafficReader;
import slipway.ui.controls.Fader;
import slipway.ui.controls.SplitFigures;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Moves the api's weights by the fader of a console whose environment is deployed. Its judges are the rule, as the balancers' API tells
 * it, and the tasks' logs, which say where requests went.
 */
final class ConsoleTraffic {
    private static final int REQUESTS = 2000;
    private static final int CALLERS = 8;
    private static final int WANTED = 30;
    private static final int MOVES = 20;
    private static final String EMPTY =
            "api-green has no tasks, so it can take no requests: release a version to it first.";

    private final FxRobot robot;
    private final Cloud cloud;
    private final String address;
    private final Consumer<String> picture;

    /**
     * @param cloud of the console's target
     * @param address of the client, public
     * @param picture keeps a picture of the window by a name
     */
    ConsoleTraffic(FxRobot robot, Cloud cloud, String address, Consumer<String> picture) {
        this.robot = robot;
        this.cloud = cloud;
        this.address = address;
        this.picture = picture;
    }

    /** Green is empty: the fader does not move, and the panel says why in the words of the command line. */
    void refusesAnEmptyColour() {
        waitFor(60, () -> robot.lookup("#fader-api").tryQuery().isPresent());
        assertThat(fader().locked()).isTrue();
        assertThat(fader().getAccessibleText())
                .isEqualTo("Traffic of api: blue 100 %, green 0 %, locked."
                        + " Locked at blue: api-green has no healthy target");
        Button promote = robot.lookup("#promote-api").queryButton();
        assertThat(promote.isDisabled()).isTrue();
        assertThat(promote.getAccessibleText()).isEqualTo("Promote: " + EMPTY);

        drag(WANTED);

        assertThat(fader().value()).isZero();
        assertThat(rule()).containsExactly(100, 0);
        picture.accept("console-traffic-empty");
    }

    /** Gives green what blue runs, as an operator of CloudFormation does. */
    void fillGreen() {
        Map<String, String> wanted = Map.of(
                "Image", parameter(stack("dev-api-blue"), "Image"),
                "DesiredCount", "2",
                "MinCapacity", "2",
                "MaxCapacity", "6");
        List<Parameter> parameters = stack("dev-api-green").parameters().stream()
                .map(Parameter::parameterKey)
                .map(name -> {
                    Parameter.Builder parameter = Parameter.builder().parameterKey(name);
                    return wanted.containsKey(name)
                            ? parameter.parameterValue(wanted.get(name)).build()
                            : parameter.usePreviousValue(true).build();
                })
                .toList();
        cloud.cloudFormation()
                .updateStack(request -> request.stackName("dev-api-green")
                        .usePreviousTemplate(true)
                        .capabilities(Capability.CAPABILITY_IAM)
                        .parameters(parameters));
        waitFor(180, () -> stack("dev-api-green").stackStatusAsString().equals("UPDATE_COMPLETE"));
        waitFor(120, () -> !fader().locked() && text(robot, "#ledger-api").equals("in sync"));
    }

    /** The rule has what the fader was dragged to, the requests go there, and the panel tells what was counted. */
    void movesByTheFader() throws InterruptedException {
        drag(WANTED);

        waitFor(60, this::isMoved);
        picture.accept("console-traffic-moved");
        waitFor(60, () -> text(robot, "#ledger-api").equals("in sync") && fader().value() == WANTED);
        assertThat(rule()).containsExactly(70, 30);
        Stack ledger = stack("dev-traffic");
        assertThat(List.of(parameter(ledger, "ApiBlueWeight"), parameter(ledger, "ApiGreenWeight")))
                .containsExactly("70", "30");

        Counted counted = sendAndCount();
        if (!counted.withinChance()) {
            // One count in 370 lies beyond three deviations of itself; a second one after it means something.
            counted = counted.and(sendAndCount());
        }
        assertThat(counted.withinChance()).as("%s", counted).isTrue();

        String observed = counted.figures().observedWords() + ", "
                + String.format(Locale.ROOT, "%,d", counted.requests()) + " requests since ";
        waitFor(60, () -> split().contains(", observed " + observed));
        picture.accept("console-traffic-observed");
    }

    /** When the panel read last, green's deployment may still have been running: then it asks. */
    private boolean isMoved() {
        if (robot.lookup("Move anyway").tryQuery().isPresent()) {
            robot.clickOn("Move anyway");
        }
        return rule().equals(List.of(100 - WANTED, WANTED));
    }

    /** Not one request fails while the fader goes here and there. */
    void failsNoRequest() throws IOException, InterruptedException {
        Random random = new Random(MOVES);
        try (var load = new Wrk(address + "/?n=3")) {
            for (int move = 0; move < MOVES; move++) {
                int green = random.nextInt(101);
                drag(green);
                waitFor(60, () -> rule().equals(List.of(100 - green, green)));
            }
            String report = load.end();
            assertThat(report)
                    .containsPattern("[1-9]\\d* requests in ")
                    .doesNotContain("Non-2xx or 3xx responses", "Socket errors");
        }
        waitFor(60, () -> text(robot, "#ledger-api").equals("in sync"));
        Stack ledger = stack("dev-traffic");
        assertThat(List.of(parameter(ledger, "ApiBlueWeight"), parameter(ledger, "ApiGreenWeight")))
                .isEqualTo(rule().stream().map(String::valueOf).toList());
    }

    /** wrk with sixteen connections, until it is told to end. */
    private static final class Wrk implements AutoCloseable {
        private final Process process;

        Wrk(String url) throws IOException {
            process = new ProcessBuilder("wrk", "-t", "1", "-c", "16", "-d", "1h", "--timeout", "60s", url)
                    .redirectErrorStream(true)
                    .start();
        }

        /** Interrupted as by a person, it tells what it counted. */
        String end() throws IOException, InterruptedException {
            assertThat(process.isAlive()).as("wrk runs").isTrue();
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Where requests went. */
    private record Counted(long blue, long green) {
        long requests() {
            return blue + green;
        }

        Counted and(Counted more) {
            return new Counted(blue + more.blue, green + more.green);
        }

        SplitFigures figures() {
            return new SplitFigures(WANTED / 100.0, blue, green);
        }

        boolean withinChance() {
            double deviation = Math.sqrt(0.3 * 0.7 / requests());
            return Math.abs((double) green / requests() - 0.3) <= 3 * deviation;
        }
    }

    /** Sends from the first minute that the panel counts. */
    private Counted sendAndCount() throws InterruptedException {
        var reader = new TrafficReader(cloud);
        waitFor(60, () -> !cloud.now().isBefore(observed(reader).since()));
        Counted before = count();
        send();
        waitFor(60, () -> count().requests() - before.requests() >= REQUESTS);
        Counted after = count();
        var counted = new Counted(after.blue() - before.blue(), after.green() - before.green());
        assertThat(counted.requests()).isEqualTo(REQUESTS);
        return counted;
    }

    private static ObservedSplit observed(TrafficReader reader) {
        return reader.read(new EnvironmentName("dev"))
                .tier(Tier.API)
                .orElseThrow()
                .observed()
                .orElseThrow();
    }

    private void send() throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/?n=3")).build();
        try (HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<String>> answers = new ArrayList<>();
            for (int number = 0; number < REQUESTS; number++) {
                answers.add(callers.submit(
                        () -> http.send(request, BodyHandlers.ofString()).body()));
            }
            for (Future<String> answer : answers) {
                assertThat(answer.get().strip()).isEqualTo("Your sum was 6");
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a request failed", failed.getCause());
        }
    }

    private Counted count() {
        return new Counted(count("blue"), count("green"));
    }

    /** How many sums a colour's tasks have written a line of. */
    private long count(String colour) {
        return cloud
                .logs()
                .filterLogEventsPaginator(request -> request.logGroupName("/dev/api-" + colour))
                .events()
                .stream()
                .filter(event -> event.message().contains("\"POST /sum "))
                .count();
    }

    /** The api's weights as the balancers' API tells them, blue first. */
    private List<Integer> rule() {
        Map<String, Integer> weights = cloud
                .balancers()
                .describeRules(request -> request.ruleArns(output("dev-traffic", "ApiRuleArn")))
                .rules()
                .getFirst()
                .actions()
                .getFirst()
                .forwardConfig()
                .targetGroups()
                .stream()
                .collect(Collectors.toMap(TargetGroupTuple::targetGroupArn, TargetGroupTuple::weight));
        return List.of(
                weights.get(output("dev-platform", "ApiBlueTargetGroupArn")),
                weights.get(output("dev-platform", "ApiGreenTargetGroupArn")));
    }

    private Stack stack(String name) {
        return cloud.cloudFormation()
                .describeStacks(request -> request.stackName(name))
                .stacks()
                .getFirst();
    }

    private String output(String stack, String name) {
        return stack(stack).outputs().stream()
                .filter(output -> output.outputKey().equals(name))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    private static String parameter(Stack stack, String name) {
        return stack.parameters().stream()
                .filter(parameter -> parameter.parameterKey().equals(name))
                .map(Parameter::parameterValue)
                .findFirst()
                .orElseThrow();
    }

    private Fader fader() {
        return robot.lookup("#fader-api").queryAs(Fader.class);
    }

    /** Drags the thumb to green's share, by a step on the way as a hand does; the track is as wide as its frame. */
    private void drag(int share) {
        Node thumb = fader().lookup(".fader-thumb");
        double way = fader().lookup(".fader-frame").getBoundsInParent().getWidth() * (share - fader().value()) / 100;
        Point2D from = robot.point(thumb).query();
        robot.moveTo(from).press(MouseButton.PRIMARY).moveTo(from.add(way / 2, 0));
        robot.moveTo(from.add(way, 0)).release(MouseButton.PRIMARY);
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** What the bars under the api's fader say. */
    private String split() {
        return fader().getParent().lookup(".split-bars").getAccessibleText();
    }
}
