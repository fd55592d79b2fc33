package slipway.localcloud.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/** One service: what was declared, and what has become of it. The fleet's monitor guards it. */
final class ServiceState {
    static final String ACTIVE = "ACTIVE";
    static final String DRAINING = "DRAINING";
    static final String INACTIVE = "INACTIVE";
    private static final int EVENTS = 100;

    private Service declared;
    private final List<Deployment> deployments;
    private final List<ServiceEvent> events;
    private final @Nullable String clientToken;
    private final Tally tally = new Tally();
    private final StartBrake brake = new StartBrake();
    private @Nullable Deployment completed;
    private boolean steady;

    /**
     * Kept form.
     *
     * @param service with its deployments and events, without counts
     * @param completed the newest deployment that completed
     * @param clientToken what it was created with, for asking twice
     */
    record Kept(
            Service service,
            @Nullable Deployment completed,
            boolean steady,
            @Nullable String clientToken) {}

    ServiceState(Service declared, @Nullable String clientToken) {
        this.declared = declared;
        this.clientToken = clientToken;
        this.deployments = new ArrayList<>();
        this.events = new ArrayList<>();
    }

    ServiceState(Kept kept) {
        declared = kept.service().toBuilder()
                .deployments((List<Deployment>) null)
                .events((List<ServiceEvent>) null)
                .build();
        deployments = new ArrayList<>(kept.service().deployments());
        events = new ArrayList<>(kept.service().events());
        completed = kept.completed();
        steady = kept.steady();
        clientToken = kept.clientToken();
    }

    Kept kept() {
        return new Kept(
                declared.toBuilder().deployments(deployments).events(events).build(), completed, steady, clientToken);
    }

    Service declared() {
        return declared;
    }

    void declare(Service newer) {
        declared = newer;
    }

    String arn() {
        return declared.serviceArn();
    }

    String name() {
        return declared.serviceName();
    }

    /** Whether this request is the one that created it, sent again. */
    boolean wasCreatedWith(@Nullable String token) {
        return token != null && token.equals(clientToken);
    }

    /** What its tasks' {@code group} says. */
    String group() {
        return "service:" + declared.serviceName();
    }

    boolean is(String status) {
        return declared.status().equals(status);
    }

    int desired() {
        return declared.desiredCount() == null ? 0 : declared.desiredCount();
    }

    /** Newest first: the first is PRIMARY. */
    List<Deployment> deployments() {
        return List.copyOf(deployments);
    }

    /** The newest first; at most 100, as AWS keeps. */
    List<ServiceEvent> events() {
        return List.copyOf(events);
    }

    @Nullable
    Deployment completed() {
        return completed;
    }

    /** A new deployment becomes PRIMARY; the ones before it drain. */
    void deploy(Deployment primary) {
        deployments.replaceAll(older -> older.toBuilder().status(ACTIVE).build());
        deployments.addFirst(primary);
        brake.release();
        steady = false;
    }

    void replace(Deployment changed) {
        deployments.replaceAll(deployment -> deployment.id().equals(changed.id()) ? changed : deployment);
    }

    void drop(String deployment) {
        deployments.removeIf(candidate -> candidate.id().equals(deployment));
    }

    @Nullable
    Deployment deployment(String id) {
        for (Deployment deployment : deployments) {
            if (deployment.id().equals(id)) {
                return deployment;
            }
        }
        return null;
    }

    void complete(Deployment deployment) {
        replace(deployment);
        completed = deployment;
        brake.release();
    }

    void deactivate() {
        declared = declared.toBuilder().status(INACTIVE).build();
        deployments.clear();
    }

    /** Notes whether the service is steady now; true when it has just become so. */
    boolean settle(boolean now) {
        boolean became = now && !steady;
        steady = now;
        return became;
    }

    boolean isSteady() {
        return steady;
    }

    /** What its tasks have done that no event tells of yet. */
    Tally tally() {
        return tally;
    }

    /** Adds the events of what its tasks have done; whether there were any. */
    boolean tellTally(Instant now) {
        List<String> due = tally.take();
        due.forEach(event -> add(now, event));
        return !due.isEmpty();
    }

    /** Adds an event in AWS's form, {@code (service x) has reached a steady state.}, after what its tasks have done. */
    void tell(Instant now, String what) {
        tellTally(now);
        add(now, what);
    }

    private void add(Instant now, String what) {
        events.addFirst(ServiceEvent.builder()
                .id(UUID.randomUUID().toString())
                .createdAt(now)
                .message("(service " + name() + ") " + what)
                .build());
        while (events.size() > EVENTS) {
            events.removeLast();
        }
    }

    /** What makes it wait after tasks that came to nothing. */
    StartBrake brake() {
        return brake;
    }
}
