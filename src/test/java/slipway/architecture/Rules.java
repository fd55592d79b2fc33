package slipway.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The import table of {@code src/docs/architecture.md} as rules. They are made for a root package, so that the same rules
 * judge {@code slipway} and the deliberately broken classes below {@code slipway.broken}.
 */
final class Rules {
    private static final String SDK = "software.amazon.awssdk..";
    private static final List<String> OPERATIONS =
            List.of("stacks", "services", "traffic", "metrics", "logs", "exposure", "sessions", "build", "probe");
    private static final List<String> SERVICES =
            List.of("cloudformation", "ecs", "elbv2", "autoscaling", "cloudwatch", "logs", "ssm", "sts", "ecr");
    private static final List<String> MECHANISMS =
            List.of("process", "http", "discovery", "agents", "volumes", "state", "wire");
    private static final List<String> PANELS =
            List.of("overview", "stacks", "services", "traffic", "metrics", "logs", "sessions");

    private final String root;
    private final Map<String, ArchRule> rules = new LinkedHashMap<>();

    private Rules(String root) {
        this.root = root;
    }

    /** Every rule by a short name. */
    static Map<String, ArchRule> of(String root) {
        var made = new Rules(root);
        made.layers();
        made.operations();
        made.localCloud();
        made.console();
        made.deeds();
        return made.rules;
    }

    private String in(String packages) {
        return root + "." + packages;
    }

    /** Classes of a package may depend on nothing of ours or of libraries but what is named; the JDK is always there. */
    private void only(String name, String packages, String because, String... allowed) {
        var all = new ArrayList<>(List.of(in(packages), "java..", "javax..", "org.jspecify.."));
        all.addAll(Arrays.asList(allowed));
        rules.put(
                name,
                classes()
                        .that()
                        .resideInAPackage(in(packages))
                        .should()
                        .onlyDependOnClassesThat(resides(all))
                        .because(because)
                        .allowEmptyShould(true));
    }

    /** Arrays and primitives belong to their element's package or to none. */
    private static DescribedPredicate<JavaClass> resides(List<String> packages) {
        var named = JavaClass.Predicates.resideInAnyPackage(packages.toArray(String[]::new));
        return new DescribedPredicate<>("reside in " + packages) {
            @Override
            public boolean test(JavaClass type) {
                JavaClass element = type.getBaseComponentType();
                return element.isPrimitive() || named.test(element);
            }
        };
    }

    private void layers() {
        only("model imports the JDK alone", "model..", "every layer speaks it");
        only("async imports the JDK alone", "async..", "every layer may wait");
        only("terminal imports JLine alone", "terminal..", "it is tested without a toolkit", "org.jline..");
        only(
                "channel imports async and Jackson",
                "channel..",
                "both ends use it, and AWS's calls reach it by interfaces",
                in("async.."),
                "com.fasterxml.jackson..");
        only(
                "cloud imports the SDK",
                "cloud..",
                "it knows where, not what",
                SDK,
                in("model.."),
                "com.fasterxml.jackson..");
        only(
                "cli imports operations",
                "cli..",
                "the command line is a face of the operations",
                in("operations.."),
                in("model.."),
                in("async.."),
                in("cloud.."),
                "picocli..",
                "org.jline..",
                "com.fasterxml.jackson..");
        rules.put(
                "nothing imports app",
                noClasses()
                        .that()
                        .resideOutsideOfPackage(in("app.."))
                        .and()
                        .resideInAPackage(root + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(in("app.."))
                        .because("the composition root is the end of every path"));
    }

    private void operations() {
        for (String operation : OPERATIONS) {
            only(
                    "operations." + operation + " imports no sibling",
                    "operations." + operation + "..",
                    "only rollout combines operations",
                    in("operations"),
                    in("cloud.."),
                    in("model.."),
                    in("async.."),
                    in("channel.."),
                    SDK,
                    "com.fasterxml.jackson..",
                    "org.snakeyaml..",
                    "org.apache.commons.compress..");
        }
        only(
                "operations.rollout imports its siblings",
                "operations.rollout..",
                "it combines them",
                in("operations.."),
                in("cloud.."),
                in("model.."),
                in("async.."),
                in("channel.."),
                SDK,
                "com.fasterxml.jackson..");
    }

    private void localCloud() {
        only(
                "localcloud imports its own, async and channel",
                "localcloud..",
                "it is another process, which only AWS's protocols reach",
                in("async.."),
                in("channel.."),
                SDK,
                "com.fasterxml.jackson..",
                "org.eclipse.jetty..",
                "org.snakeyaml..",
                "org.apache.commons.compress..",
                "org.slf4j..");
        for (String service : SERVICES) {
            rules.put(
                    "localcloud." + service + " imports no other service",
                    noClasses()
                            .that()
                            .resideInAPackage(in("localcloud." + service + ".."))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(SERVICES.stream()
                                    .filter(other -> !other.equals(service))
                                    .map(other -> in("localcloud." + other + ".."))
                                    .toArray(String[]::new))
                            .because("services know one another by the SDK's interfaces")
                            .allowEmptyShould(true));
        }
        for (String mechanism : MECHANISMS) {
            rules.put(
                    "localcloud." + mechanism + " imports no service",
                    noClasses()
                            .that()
                            .resideInAPackage(in("localcloud." + mechanism + ".."))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(SERVICES.stream()
                                    .map(service -> in("localcloud." + service + ".."))
                                    .toArray(String[]::new))
                            .because("mechanisms serve the services")
                            .allowEmptyShould(true));
        }
        rules.put(
                "localcloud has no cycles",
                SlicesRuleDefinition.slices()
                        .matching(in("localcloud.(*)").replace("..", ".") + "..")
                        .should()
                        .beFreeOfCycles()
                        .allowEmptyShould(true));
    }

    private void console() {
        only("ui.fx imports async", "ui.fx..", "it bridges threads", in("async.."), in("model.."), "javafx..");
        only(
                "ui.controls imports the model",
                "ui.controls..",
                "values in, events out",
                in("model.."),
                "javafx..",
                "atlantafx..",
                "org.kordamp..");
        only(
                "ui.terminal imports the terminal and what all controls may",
                "ui.terminal..",
                "bytes in, bytes out: it knows no session",
                in("terminal.."),
                in("ui.controls.."),
                in("ui.fx.."),
                "javafx..",
                "atlantafx..",
                "org.kordamp..");
        for (String panel : PANELS) {
            rules.put(
                    "ui." + panel + " imports no other panel",
                    noClasses()
                            .that()
                            .resideInAPackage(in("ui." + panel + ".."))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(PANELS.stream()
                                    .filter(other -> !other.equals(panel))
                                    .map(other -> in("ui." + other + ".."))
                                    .toArray(String[]::new))
                            .allowEmptyShould(true));
        }
        rules.put(
                "view models hold no nodes and no clients",
                noClasses()
                        .that()
                        .resideInAPackage(in("ui.."))
                        .and()
                        .haveSimpleNameEndingWith("ViewModel")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("javafx.scene..", "javafx.stage..", SDK)
                        .because("they are tested without a toolkit")
                        .allowEmptyShould(true));
        rules.put(
                "views call no operations",
                noClasses()
                        .that()
                        .resideInAPackage(in("ui.."))
                        .and()
                        .haveSimpleNameEndingWith("View")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(in("operations.."), in("cloud.."), SDK)
                        .because("a view shows its view model")
                        .allowEmptyShould(true));
        rules.put(
                "ui imports neither the local cloud nor the SDK",
                noClasses()
                        .that()
                        .resideInAPackage(in("ui.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(in("localcloud.."), in("cli.."), SDK)
                        .because("Local is just another endpoint")
                        .allowEmptyShould(true));
        rules.put(
                "only ui imports JavaFX",
                noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(in("ui.."), in("app.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("javafx..")
                        .allowEmptyShould(true));
    }

    /** What only one place may do. */
    private void deeds() {
        calls(
                "only the FX bridge calls Platform",
                List.of("ui.fx"),
                "the order of values on the FX thread is decided in one place",
                "javafx.application.Platform");
        calls(
                "only two places start processes",
                List.of("localcloud.process", "operations.build", "app"),
                "children must be known to be ended",
                "java.lang.ProcessBuilder",
                "java.lang.Runtime#exec");
        calls(
                "only async and the FX bridge create threads",
                List.of("async", "ui.fx", "localcloud.process"),
                "the local cloud's children hang on one immortal thread, all other threads come from one place",
                "java.lang.Thread#<init>",
                "java.lang.Thread#ofVirtual",
                "java.lang.Thread#ofPlatform",
                "java.lang.Thread#startVirtualThread",
                "java.util.concurrent.Executors");
        calls(
                "only Systems Manager opens terminals",
                List.of("localcloud.ssm"),
                "console and command line reach a session through its data channel alone",
                "slipway.localcloud.process.ChildProcesses#startAtTerminal",
                "com.pty4j.PtyProcessBuilder",
                "org.jline.terminal.spi.TerminalProvider#newTerminal");
        calls(
                "only terminals and signals need native code",
                List.of("localcloud.ssm", "localcloud.process"),
                "a mistake in it ends the whole program",
                "java.lang.foreign.Linker#nativeLinker");
        calls("nothing sleeps", List.of(), "waiting is for a timer or an event", "java.lang.Thread#sleep");
        calls(
                "only operations.sessions asks for sessions",
                List.of("operations.sessions", "channel", "localcloud"),
                "console and command line reach a session by ExecuteCommand or StartSession, and then by the channel",
                "software.amazon.awssdk.services.ecs.EcsClient#executeCommand",
                "software.amazon.awssdk.services.ssm.SsmClient#startSession",
                root + ".channel.ChannelClient#<init>",
                root + ".channel.ChannelClient#open",
                root + ".channel.PortForward#open",
                root + ".channel.JdkConnector#<init>");
        rules.put(
                "ui sees no channel",
                noClasses()
                        .that()
                        .resideInAPackage(in("ui.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(in("channel.."))
                        .because("operations.sessions shows sessions as records of the model")
                        .allowEmptyShould(true));
        rules.put(
                "only the probe and the sessions' sockets speak HTTP in operations",
                noClasses()
                        .that()
                        .resideInAPackage(in("operations.."))
                        .and()
                        .resideOutsideOfPackages(in("operations.probe.."), in("operations.sessions.."))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.net.http..")
                        .because("everything else goes through the SDK, which has no WebSocket")
                        .allowEmptyShould(true));
    }

    /** Forbids calls of a class, or of one of its methods written {@code Class#method}, outside the named packages. */
    private void calls(String name, List<String> allowed, String because, String... forbidden) {
        String[] exempt = allowed.stream().map(each -> in(each + "..")).toArray(String[]::new);
        rules.put(
                name,
                classes()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackages(exempt)
                        .should(notCall(forbidden))
                        .because(because)
                        .allowEmptyShould(true));
    }

    private static ArchCondition<JavaClass> notCall(String... forbidden) {
        DescribedPredicate<JavaCall<?>> any = DescribedPredicate.alwaysFalse();
        for (String each : forbidden) {
            int hash = each.indexOf('#');
            DescribedPredicate<JavaCall<?>> one = hash < 0
                    ? target(owner(name(each))).forSubtype()
                    : target(owner(name(each.substring(0, hash))))
                            .and(target(name(each.substring(hash + 1))))
                            .forSubtype();
            any = any.or(one);
        }
        DescribedPredicate<JavaCall<?>> matching = any;
        return new ArchCondition<>("not call " + String.join(", ", forbidden)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Stream.<JavaCall<?>>concat(
                                type.getMethodCallsFromSelf().stream(), type.getConstructorCallsFromSelf().stream())
                        .filter(matching)
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
            }
        };
    }
}
