package slipway.localcloud.ssm;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import slipway.localcloud.agents.Agent;
import slipway.localcloud.state.StateFolder;
import software.amazon.awssdk.services.ssm.model.DescribeSessionsRequest;
import software.amazon.awssdk.services.ssm.model.DescribeSessionsResponse;
import software.amazon.awssdk.services.ssm.model.ResumeSessionRequest;
import software.amazon.awssdk.services.ssm.model.ResumeSessionResponse;
import software.amazon.awssdk.services.ssm.model.SessionState;
import software.amazon.awssdk.services.ssm.model.SessionStatus;
import software.amazon.awssdk.services.ssm.model.StartSessionRequest;
import software.amazon.awssdk.services.ssm.model.StartSessionResponse;

/**
 * Session Manager: every session that is open, and what is remembered of those that were. Tokens are secrets: they are neither
 * kept nor logged.
 */
final class Sessions {
    private static final String DOCUMENT = "sessions";
    /** Session Manager's own memory, in cloud time, and a bound of ours. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int MOST_REMEMBERED = 1_000;
    private static final int PAGE = 200;
    private static final Duration LAST_WAIT = Duration.ofSeconds(4);

    private final SessionOwners owners;
    private final SessionRuntime runtime;
    private final StateFolder state;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> open = new LinkedHashMap<>();
    /** By id, oldest first, those that are open among them. */
    private final Map<String, SessionRecord> known = new LinkedHashMap<>();

    private boolean closed;

    /** The kept form. */
    record Document(List<SessionRecord> sessions) {}

    Sessions(SessionOwners owners, SessionRuntime runtime, StateFolder state) {
        this.owners = owners;
        this.runtime = runtime;
        this.state = state;
        Instant now = runtime.clock().instant();
        state.read(DOCUMENT, Document.class)
                .ifPresent(document ->
                        document.sessions().forEach(kept -> known.put(kept.id(), Session.cutOff(kept, now))));
    }

    StartSessionResponse start(StartSessionRequest request) {
        String target = request.target();
        if (target == null || target.isBlank()) {
            throw SsmErrors.validation(
                    "1 validation error detected: Value null at 'target' failed to satisfy constraint:"
                            + " Member must not be null");
        }
        Agent agent = runtime.agents().find(target).orElseThrow(() -> SsmErrors.targetNotConnected(target));
        String document = request.documentName() == null ? Documents.SHELL : request.documentName();
        SessionPlan plan = Documents.plan(document, request.parameters(), agent);
        boolean byEcs = document.equals(Documents.ECS);
        var record = new SessionRecord(
                (byEcs ? owners.ecsName() : owners.callerName()) + "-" + hex(17),
                target,
                document,
                byEcs ? owners.ecs() : owners.caller(),
                request.reason(),
                SessionStatus.CONNECTING.toString(),
                runtime.clock().instant(),
                null);
        String token = token();
        var session = new Session(record, token, plan, agent, runtime, this::changed);
        synchronized (this) {
            known.put(record.id(), session.record());
            // The agent may have gone meanwhile, and the session with it.
            if (!session.record().isOver()) {
                open.put(record.id(), session);
            }
            save();
        }
        return StartSessionResponse.builder()
                .sessionId(record.id())
                .streamUrl(streamUrl(record.id()))
                .tokenValue(token)
                .build();
    }

    /** Answers a session that is over without a token: that is how clients learn of the end. */
    ResumeSessionResponse resume(ResumeSessionRequest request) {
        String id = require(request.sessionId());
        Optional<Session> session = find(id);
        if (session.isEmpty()) {
            return ResumeSessionResponse.builder().sessionId(id).build();
        }
        String token = token();
        session.get().renewToken(token);
        return ResumeSessionResponse.builder()
                .sessionId(id)
                .streamUrl(streamUrl(id))
                .tokenValue(token)
                .build();
    }

    /** Ends a session; one that is over stays so. */
    String terminate(String wanted) {
        String id = require(wanted);
        find(id).ifPresent(session -> session.end("", true));
        return id;
    }

    DescribeSessionsResponse describe(DescribeSessionsRequest request) {
        if (request.state() == null || request.state() == SessionState.UNKNOWN_TO_SDK_VERSION) {
            throw SsmErrors.validation("State must be Active or History, not " + request.stateAsString() + ".");
        }
        boolean past = request.state() == SessionState.HISTORY;
        var wanted = SessionFilters.of(request.filters());
        List<SessionRecord> matching;
        synchronized (this) {
            matching = known.values().stream()
                    .filter(record -> record.isOver() == past && wanted.test(record))
                    .sorted(Comparator.comparing(SessionRecord::started).reversed())
                    .toList();
        }
        Page<SessionRecord> page = Page.of(
                matching,
                request.nextToken(),
                request.maxResults(),
                PAGE,
                token -> SsmErrors.invalidNextToken("The specified token " + token + " is not valid."));
        return DescribeSessionsResponse.builder()
                .sessions(page.items().stream().map(Sessions::describe).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static software.amazon.awssdk.services.ssm.model.Session describe(SessionRecord record) {
        return software.amazon.awssdk.services.ssm.model.Session.builder()
                .sessionId(record.id())
                .target(record.target())
                .status(record.status())
                .startDate(record.started())
                .endDate(record.ended())
                .documentName(record.document())
                .owner(record.owner())
                .reason(record.reason())
                .build();
    }

    /** One that is open. */
    synchronized Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(id));
    }

    /** Ends every session and waits, a few seconds at most, until the clients that are there have heard of it. */
    void endAll(String text) {
        List<Session> all;
        synchronized (this) {
            all = List.copyOf(open.values());
        }
        var ends = all.stream()
                .filter(Session::isAttached)
                .map(session -> session.end(text, true).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        all.forEach(session -> session.end(text, true));
        // A client that does not go is left: what its session has started is ended all the same.
        CompletableFuture.allOf(ends)
                .completeOnTimeout(null, LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** As {@link #endAll}; nothing is kept after that. */
    void close(String text) {
        endAll(text);
        synchronized (this) {
            closed = true;
        }
    }

    private synchronized void changed(SessionRecord record) {
        if (record.isOver()) {
            open.remove(record.id());
        }
        if (known.replace(record.id(), record) != null) {
            save();
        }
    }

    private void save() {
        if (closed) {
            // The folder may be another one's already, which takes what was kept as open for cut off.
            return;
        }
        Instant oldest = runtime.clock().instant().minus(REMEMBERED);
        int surplus = known.size() - MOST_REMEMBERED;
        for (SessionRecord record : new ArrayList<>(known.values())) {
            if (record.isOver() && (surplus > 0 || record.started().isBefore(oldest))) {
                known.remove(record.id());
                surplus--;
            }
        }
        state.write(DOCUMENT, new Document(List.copyOf(known.values())));
    }

    private synchronized String require(String id) {
        if (id == null || !known.containsKey(id)) {
            throw SsmErrors.sessionUnknown(String.valueOf(id));
        }
        return id;
    }

    private String streamUrl(String id) {
        return runtime.endpoint().get() + "/v1/data-channel/" + id + "?role=publish_subscribe";
    }

    private String token() {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        return java.util.Base64.getUrlEncoder().encodeToString(bytes);
    }

    private String hex(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes).substring(0, digits);
    }
}
