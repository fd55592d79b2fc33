package slipway.localcloud.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** A request that was passed on and has not ended: whose it is, where it went, and what was counted of it. */
final class InFlight {
    private final Router router;
    private final Route.Forward forward;
    private final @Nullable InetSocketAddress door;
    private final @Nullable InetSocketAddress caller;
    private volatile @Nullable Request toTarget;
    private volatile long sent = NanoTime.now();
    private volatile @Nullable Integer answered;
    private volatile boolean callerBroke;
    private boolean seen;

    InFlight(Router router, Route.Forward forward, SocketAddress door, SocketAddress caller) {
        this.router = router;
        this.forward = forward;
        this.door = door instanceof InetSocketAddress address ? address : null;
        this.caller = caller instanceof InetSocketAddress address ? address : null;
    }

    Router router() {
        return router;
    }

    Route.Forward forward() {
        return forward;
    }

    Backend backend() {
        return forward.backend();
    }

    /** Both ends of the caller's connection; nothing when it is none of TCP. */
    @Nullable
    InetSocketAddress door() {
        return door;
    }

    @Nullable
    InetSocketAddress caller() {
        return caller;
    }

    void setToTarget(Request request) {
        toTarget = request;
    }

    void sending() {
        sent = NanoTime.now();
    }

    void targetAnswered(int status) {
        long nanos = NanoTime.since(sent);
        answered = status;
        forward.traffic().targetAnswered(status, nanos);
        router.traffic().targetAnswered(status, nanos);
    }

    void targetConnectionFailed() {
        forward.traffic().targetConnectionFailed();
        router.traffic().targetConnectionFailed();
    }

    /** Counts the balancer's own answer, unless the target's was counted before it broke off. */
    void balancerAnswered(int status) {
        if (answered == null) {
            forward.traffic().targetFailed(status);
            router.traffic().targetFailed(status);
        }
    }

    /** The target's status; nothing while it has not answered. */
    @Nullable
    Integer answered() {
        return answered;
    }

    /** Notes that the caller's connection failed while its body was being read. */
    void callerBroke() {
        callerBroke = true;
    }

    /** Whether a failure is the caller's doing and not the target's. */
    boolean isCallersFault(Throwable failure) {
        return callerBroke || failure instanceof CallerWatch.CallerLeftException;
    }

    /** Ends the request towards the target, whose connection is closed with it. */
    void giveUp(Throwable why) {
        Request request = toTarget;
        if (request != null) {
            var _ = request.abort(why);
        }
    }

    /** Marks it as there, and says whether it was already. For one thread. */
    boolean wasSeen() {
        boolean before = seen;
        seen = true;
        return before;
    }
}
