package slipway.localcloud.ssm;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.channel.FrameListener;
import slipway.channel.FrameSocket;
import slipway.localcloud.state.Place;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.DescribeSessionsRequest;
import software.amazon.awssdk.services.ssm.model.DescribeSessionsResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.ResumeSessionRequest;
import software.amazon.awssdk.services.ssm.model.ResumeSessionResponse;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;
import software.amazon.awssdk.services.ssm.model.TerminateSessionRequest;
import software.amazon.awssdk.services.ssm.model.TerminateSessionResponse;

/**
 * The parameter store, and Session Manager for containers. {@code PutParameter} without overwrite is atomic, which is what locks are built on. Filters of
 * {@code DescribeParameters} are refused rather than ignored.
 */
public final class LocalSsm implements SsmClient {
    private static final String DOCUMENT = "ssm";
    private static final int STANDARD_LIMIT = 4096;
    private static final int ADVANCED_LIMIT = 8192;
    private static final Pattern NESTED = Pattern.compile("\\{\\{.*}}", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]{1,1011}");

    private final Place place;
    private final InstantSource clock;
    private final StateFolder state;
    private final Sessions sessions;
    private final TreeMap<String, Stored> parameters = new TreeMap<>();

    /** A parameter as it is kept. */
    record Stored(
            String name, String value, String type, String description, String tier, long version, Instant modified) {}

    /** The kept form of the whole store. */
    record Document(List<Stored> parameters) {}

    /**
     * @param user whose sessions are those that are not ECS's
     * @param runtime what sessions run with
     */
    public LocalSsm(Place place, String user, StateFolder state, SessionRuntime runtime) {
        this.sessions = new Sessions(new SessionOwners(place, user), runtime, state);
        this.clock = runtime.clock();
        this.place = place;
        this.state = state;
        state.read(DOCUMENT, Document.class)
                .ifPresent(document -> document.parameters().forEach(stored -> parameters.put(stored.name(), stored)));
    }

    @Override
    public synchronized PutParameterResponse putParameter(PutParameterRequest request) {
        String name = validName(request.name());
        Stored known = parameters.get(name);
        if (known != null && !Boolean.TRUE.equals(request.overwrite())) {
            throw SsmErrors.exists();
        }
        String type = request.typeAsString() == null ? known == null ? null : known.type() : request.typeAsString();
        if (type == null) {
            throw SsmErrors.validation(
                    "A parameter type is required when you create a parameter. Please specify a parameter type.");
        }
        switch (ParameterType.fromValue(type)) {
            case STRING, STRING_LIST -> {}
            case SECURE_STRING -> throw SsmErrors.secureStringUnsupported();
            case UNKNOWN_TO_SDK_VERSION ->
                throw SsmErrors.validation("The parameter type '" + type + "' is not String or StringList.");
        }
        String tier = request.tierAsString() == null ? ParameterTier.STANDARD.toString() : request.tierAsString();
        int limit = tier.equals(ParameterTier.STANDARD.toString()) ? STANDARD_LIMIT : ADVANCED_LIMIT;
        if (request.value() == null
                || request.value().isEmpty()
                || request.value().length() > limit) {
            throw SsmErrors.validation("The value of " + name + " has "
                    + (request.value() == null ? 0 : request.value().length()) + " characters; tier " + tier
                    + " supports 1 to " + limit + ".");
        }
        if (NESTED.matcher(request.value()).find()) {
            throw SsmErrors.validation(
                    "Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.");
        }
        String description =
                request.description() == null ? known == null ? "" : known.description() : request.description();
        long version = known == null ? 1 : known.version() + 1;
        parameters.put(name, new Stored(name, request.value(), type, description, tier, version, clock.instant()));
        save();
        return PutParameterResponse.builder().version(version).tier(tier).build();
    }

    @Override
    public synchronized GetParameterResponse getParameter(GetParameterRequest request) {
        Stored stored = parameters.get(validName(request.name()));
        if (stored == null) {
            throw SsmErrors.notFound(request.name());
        }
        return GetParameterResponse.builder().parameter(parameter(stored)).build();
    }

    @Override
    public synchronized GetParametersResponse getParameters(GetParametersRequest request) {
        var found = new ArrayList<Parameter>();
        var invalid = new ArrayList<String>();
        for (String name : request.names()) {
            Stored stored = parameters.get(name);
            if (stored == null) {
                invalid.add(name);
            } else {
                found.add(parameter(stored));
            }
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(invalid)
                .build();
    }

    @Override
    public synchronized GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
        if (request.path() == null || !request.path().startsWith("/")) {
            throw SsmErrors.validation("The parameter path must begin with a forward slash, such as /dev.");
        }
        String prefix = request.path().endsWith("/") ? request.path() : request.path() + "/";
        boolean recursive = Boolean.TRUE.equals(request.recursive());
        List<Stored> below = parameters.values().stream()
                .filter(stored -> stored.name().startsWith(prefix))
                .filter(stored -> recursive || stored.name().indexOf('/', prefix.length()) < 0)
                .toList();
        Page<Stored> page = Page.of(below, request.nextToken(), request.maxResults(), 10, LocalSsm::badToken);
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream().map(this::parameter).toList())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public synchronized DescribeParametersResponse describeParameters(DescribeParametersRequest request) {
        if (!request.filters().isEmpty() || !request.parameterFilters().isEmpty()) {
            throw SsmErrors.validation(
                    "Filters of DescribeParameters are not supported by the local cloud; use GetParametersByPath.");
        }
        Page<Stored> page = Page.of(
                List.copyOf(parameters.values()), request.nextToken(), request.maxResults(), 50, LocalSsm::badToken);
        return DescribeParametersResponse.builder()
                .parameters(page.items().stream()
                        .map(stored -> ParameterMetadata.builder()
                                .name(stored.name())
                                .arn(arn(stored.name()))
                                .type(stored.type())
                                .description(stored.description().isEmpty() ? null : stored.description())
                                .tier(stored.tier())
                                .version(stored.version())
                                .lastModifiedDate(stored.modified())
                                .dataType("text")
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    @Override
    public synchronized DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
        if (parameters.remove(request.name()) == null) {
            throw SsmErrors.notFound(request.name());
        }
        save();
        return DeleteParameterResponse.builder().build();
    }

    @Override
    public synchronized DeleteParametersResponse deleteParameters(DeleteParametersRequest request) {
        var deleted = new ArrayList<String>();
        var invalid = new ArrayList<String>();
        for (String name : request.names()) {
            (parameters.remove(name) == null ? invalid : deleted).add(name);
        }
        save();
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(invalid)
                .build();
    }

    @Override
    public StartSessionResponse startSession(StartSessionRequest request) {
        return sessions.start(request);
    }

    @Override
    public ResumeSessionResponse resumeSession(ResumeSessionRequest request) {
        return sessions.resume(request);
    }

    @Override
    public TerminateSessionResponse terminateSession(TerminateSessionRequest request) {
        return TerminateSessionResponse.builder()
                .sessionId(sessions.terminate(request.sessionId()))
                .build();
    }

    @Override
    public DescribeSessionsResponse describeSessions(DescribeSessionsRequest request) {
        return sessions.describe(request);
    }

    /** Serves a session's data channel on a socket: where to tell what comes in; empty when no such session is open. */
    public Optional<Function<FrameSocket, FrameListener>> dataChannel(String sessionId) {
        return sessions.find(sessionId).map(session -> session::attach);
    }

    /** Ends every session, tells its client why, and waits a few seconds for that. */
    public void endSessions(String reason) {
        sessions.endAll(reason);
    }

    private static RuntimeException badToken(String token) {
        return SsmErrors.validation("NextToken '" + token + "' was not given out here.");
    }

    private static String validName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw SsmErrors.validation("Parameter name '" + name
                    + "' is not usable: letters, digits and . _ - / only, at most 1011 characters.");
        }
        String first = name.startsWith("/") ? name.substring(1) : name;
        String lower = first.toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("aws") || lower.startsWith("ssm")) {
            throw SsmErrors.validation("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }
        return name;
    }

    private Parameter parameter(Stored stored) {
        return Parameter.builder()
                .name(stored.name())
                .arn(arn(stored.name()))
                .type(stored.type())
                .value(stored.value())
                .version(stored.version())
                .lastModifiedDate(stored.modified())
                .dataType("text")
                .build();
    }

    private String arn(String name) {
        return place.arn("ssm", "parameter" + (name.startsWith("/") ? name : "/" + name));
    }

    private void save() {
        state.write(DOCUMENT, new Document(List.copyOf(parameters.values())));
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        sessions.close("The local cloud was stopped.");
    }
}
