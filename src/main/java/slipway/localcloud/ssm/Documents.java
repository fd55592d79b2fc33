package slipway.localcloud.ssm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.localcloud.agents.Agent;

/** The session documents of AWS that can be run here, and how their parameters are read. */
final class Documents {
    /** What ECS itself starts a session with. */
    static final String ECS = "AmazonECS-ExecuteInteractiveCommand";
    /** What a session without a document's name gets. */
    static final String SHELL = "SSM-SessionManagerRunShell";

    static final String COMMAND = "AWS-StartInteractiveCommand";
    static final String PORT = "AWS-StartPortForwardingSession";
    static final String REMOTE_PORT = "AWS-StartPortForwardingSessionToRemoteHost";
    /** Of {@link #ECS}: the log group that ECS has chosen. */
    static final String LOG_GROUP = "cloudWatchLogGroup";

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            ECS, Set.of("command", LOG_GROUP),
            SHELL, Set.of(),
            COMMAND, Set.of("command"),
            PORT, Set.of("portNumber", "localPortNumber"),
            REMOTE_PORT, Set.of("host", "portNumber", "localPortNumber"));

    private final String document;
    private final Map<String, List<String>> parameters;
    private final Agent agent;

    private Documents(String document, Map<String, List<String>> parameters, Agent agent) {
        this.document = document;
        this.parameters = parameters;
        this.agent = agent;
    }

    /** What a session with this document is to do. Refuses documents and parameters that are not known here. */
    static SessionPlan plan(String document, Map<String, List<String>> parameters, Agent agent) {
        Set<String> known = PARAMETERS.get(document);
        if (known == null) {
            throw SsmErrors.invalidDocument("Document with name " + document + " does not exist. The local cloud has "
                    + String.join(", ", PARAMETERS.keySet().stream().sorted().toList()) + ".");
        }
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw SsmErrors.invalidParameters(document + " has no parameter " + name + "; it has "
                        + (known.isEmpty()
                                ? "none"
                                : String.join(", ", known.stream().sorted().toList())) + ".");
            }
        }
        return new Documents(document, parameters, agent).plan();
    }

    private SessionPlan plan() {
        return switch (document) {
            case PORT -> new SessionPlan.Port(agent.address(), number("portNumber"), localPort());
            case REMOTE_PORT -> new SessionPlan.Port(host(required("host")), number("portNumber"), localPort());
            case SHELL -> new SessionPlan.Command("sh", null);
            default -> new SessionPlan.Command(required("command"), value(LOG_GROUP));
        };
    }

    /**
     * Where a host name of the task leads: names of discovery services and addresses of 127.0.0.0/8, which all belong to tasks,
     * balancers and discovery services. What the task calls localhost is its own address.
     */
    private String host(String name) {
        String resolved = agent.resolve(name);
        if (resolved.equals("localhost") || resolved.equals("127.0.0.1") || resolved.equals("::1")) {
            return agent.address();
        }
        // No name server is asked: of names, the task itself reaches these alone.
        if (!LOOPBACK.matcher(resolved).matches()) {
            throw SsmErrors.invalidParameters(
                    "The host " + name + " cannot be reached from the task: on the local cloud that"
                            + " is localhost, the name of a discovery service or an address of 127.0.0.0/8.");
        }
        return resolved;
    }

    private String localPort() {
        String given = value("localPortNumber");
        return given == null || given.isBlank() || given.equals("0") ? "" : String.valueOf(number("localPortNumber"));
    }

    private int number(String name) {
        String text = required(name);
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > 0xffff) {
            throw SsmErrors.invalidParameters(name + " must be a port, 1 to 65535, not '" + text + "'.");
        }
        return number;
    }

    private String required(String name) {
        String value = value(name);
        if (value == null || value.isBlank()) {
            throw SsmErrors.invalidParameters("Parameter " + name + " of " + document + " is missing.");
        }
        return value;
    }

    private @Nullable String value(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.getFirst();
    }
}
