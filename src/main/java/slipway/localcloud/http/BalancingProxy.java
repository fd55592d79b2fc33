package slipway.localcloud.http;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Asks the door's router about each request, answers itself where the router says so, and else passes the request on:
 * bodies stream both ways, hop-by-hop headers stay behind, and what fails is 502, 503 or 504 and a line in the access
 * log.
 */
final class BalancingProxy extends ProxyHandler.Reverse {
    private static final String IN_FLIGHT = BalancingProxy.class.getName() + ".inFlight";
    private static final Pattern VALID_HEADER = Pattern.compile("[-A-Za-z0-9]+");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What an application load balancer logs when a caller closes the connection before the answer. */
    private static final int CALLER_LEFT = 460;

    private static final HttpField SERVER = new HttpField(HttpHeader.SERVER, "awselb/2.0");

    private final HttpClient client;
    private final CallerWatch callers;
    private final AccessLog accessLog;

    BalancingProxy(HttpClient client, CallerWatch callers, AccessLog accessLog) {
        super(Request::getHttpURI);
        this.client = client;
        this.callers = callers;
        this.accessLog = accessLog;
        // Never sent, as an application load balancer sends none; but left open it is looked up in the network at
        // start.
        setViaHost("localhost");
    }

    /** So a request is handled by the thread that has read it: nothing here waits, and handing it over costs more than handling it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    protected HttpClient newHttpClient() {
        return client;
    }

    @Override
    protected void configureHttpClient(HttpClient configured) {
        // Configured by its owner, which also probes with it.
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!(request.getConnectionMetaData().getConnector() instanceof ProxyServer.DoorConnector connector)) {
            throw new IllegalStateException("a request arrived at a connector that is no door");
        }
        String pathQuery = request.getHttpURI().getPathQuery();
        if (pathQuery == null || BAD_ESCAPE.matcher(pathQuery).find()) {
            answer(request, response, callback, 400, "text/html", page(400));
            return true;
        }
        Router router = connector.router();
        if (router == null) {
            log(request, null, null, null, 503, null, "no listener serves this port");
            answer(request, response, callback, 503, "text/html", page(503));
            return true;
        }
        switch (router.route(new JettyCall(request))) {
            case Route.Answer(int status, String contentType, String body) -> {
                router.traffic().balancerAnswered(status);
                answer(request, response, callback, status, contentType, body);
            }
            case Route.Redirect(int status, String location) -> {
                router.traffic().balancerAnswered(status);
                response.getHeaders().put(HttpHeader.LOCATION, location);
                answer(request, response, callback, status, "text/html", page(status));
            }
            case Route.Unavailable(String group, String cause) -> {
                router.traffic().balancerAnswered(503);
                log(request, router, group, null, 503, null, cause);
                answer(request, response, callback, 503, "text/html", page(503));
            }
            case Route.Forward forward -> {
                ConnectionMetaData connection = request.getConnectionMetaData();
                var inFlight = new InFlight(
                        router, forward, connection.getLocalSocketAddress(), connection.getRemoteSocketAddress());
                Request.addCompletionListener(request, ignored -> {
                    forward.backend().end();
                    callers.end(inFlight);
                });
                request.setAttribute(IN_FLIGHT, inFlight);
                return super.handle(new Passed(request, inFlight), response, callback);
            }
        }
        return true;
    }

    @Override
    protected HttpURI rewriteHttpURI(Request request) {
        Backend backend = inFlight(request).backend();
        return HttpURI.build(request.getHttpURI()).scheme("http").authority(backend.host(), backend.port());
    }

    @Override
    protected org.eclipse.jetty.client.Request newProxyToServerRequest(Request request, HttpURI target) {
        InFlight inFlight = inFlight(request);
        // Not by URI: java.net.URI refuses characters that callers do send, such as a bare | in a query.
        return client.newRequest(target.getHost(), target.getPort())
                .path(target.getPathQuery())
                .method(request.getMethod())
                .idleTimeout(inFlight.router().settings().idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onRequestBegin(ignored -> inFlight.sending())
                .onResponseHeaders(answer -> {
                    if (!HttpStatus.isInterim(answer.getStatus())) {
                        inFlight.targetAnswered(answer.getStatus());
                        if (answer.getStatus() >= 500) {
                            log(request, inFlight, answer.getStatus(), null);
                        }
                    }
                });
    }

    @Override
    protected void sendProxyToServerRequest(
            Request request, org.eclipse.jetty.client.Request toTarget, Response response, Callback callback) {
        InFlight inFlight = inFlight(request);
        inFlight.setToTarget(toTarget);
        callers.begin(inFlight);
        super.sendProxyToServerRequest(request, toTarget, response, callback);
    }

    @Override
    protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request toTarget) {
        super.copyRequestHeaders(request, toTarget);
        if (inFlight(request).router().settings().dropInvalidHeaders()) {
            toTarget.headers(headers -> {
                for (var fields = headers.iterator(); fields.hasNext(); ) {
                    if (!VALID_HEADER.matcher(fields.next().getName()).matches()) {
                        fields.remove();
                    }
                }
            });
        }
    }

    @Override
    protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toTarget) {
        // An IPv6 address comes in the brackets of a URI; the header has none.
        String caller = Request.getRemoteAddr(request).replaceAll("[\\[\\]]", "");
        ProxySettings.ForwardedFor mode = inFlight(request).router().settings().forwardedFor();
        toTarget.headers(headers -> {
            List<String> before = headers.getValuesList("X-Forwarded-For");
            switch (mode) {
                case APPEND ->
                    headers.put(
                            "X-Forwarded-For", before.isEmpty() ? caller : String.join(", ", before) + ", " + caller);
                case REMOVE -> headers.remove("X-Forwarded-For");
                case PRESERVE -> {}
            }
            headers.put("X-Forwarded-Proto", "http");
            headers.put("X-Forwarded-Port", String.valueOf(Request.getLocalPort(request)));
        });
    }

    @Override
    protected void onServerToProxyResponseFailure(
            Request request,
            org.eclipse.jetty.client.Request toTarget,
            org.eclipse.jetty.client.Response fromTarget,
            Response response,
            Callback callback,
            Throwable failure) {
        InFlight inFlight = inFlight(request);
        if (inFlight.isCallersFault(failure)) {
            log(request, inFlight, CALLER_LEFT, "the caller left");
            inFlight.balancerAnswered(CALLER_LEFT);
            if (response.isCommitted()) {
                callback.failed(failure);
            } else {
                response.reset();
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                answer(request, response, callback, CALLER_LEFT, "", "");
            }
            return;
        }
        boolean late = failure instanceof TimeoutException || failure instanceof SocketTimeoutException;
        int status = late ? 504 : 502;
        String what = words(failure);
        if (toTarget.getConnection() == null) {
            inFlight.targetConnectionFailed();
        }
        if (response.isCommitted()) {
            // The caller has the target's status already; what it gets now is a broken answer.
            log(request, inFlight, status, "cut short: " + what);
            callback.failed(failure);
            return;
        }
        log(request, inFlight, status, what);
        inFlight.balancerAnswered(status);
        response.reset();
        answer(request, response, callback, status, "text/html", page(status));
    }

    private void log(Request request, InFlight inFlight, int status, @Nullable String reason) {
        log(
                request,
                inFlight.router(),
                inFlight.forward().group(),
                inFlight.backend().toString(),
                status,
                inFlight.answered(),
                reason);
    }

    private void log(
            Request request,
            @Nullable Router router,
            @Nullable String group,
            @Nullable String target,
            int status,
            @Nullable Integer targetStatus,
            @Nullable String reason) {
        accessLog.write(new AccessLog.Entry(
                router == null ? null : router.listener(),
                group,
                target,
                Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request),
                request.getMethod() + " " + request.getHttpURI().getPathQuery(),
                Math.round(NanoTime.since(request.getBeginNanoTime()) / 1e6) / 1e3,
                status,
                targetStatus,
                reason));
    }

    /**
     * What the target sees of a request. A balancer answers {@code Expect: 100-continue} itself (the server does, once
     * the body is read): a target that never says 100 would otherwise never get the body. And a body that breaks off is
     * noted as the caller's fault.
     */
    private static final class Passed extends Request.Wrapper {
        private final HttpFields headers;
        private final InFlight inFlight;

        Passed(Request request, InFlight inFlight) {
            super(request);
            HttpFields given = request.getHeaders();
            this.headers = given.contains(HttpHeader.EXPECT)
                    ? HttpFields.build(given).remove(HttpHeader.EXPECT).asImmutable()
                    : given;
            this.inFlight = inFlight;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (Content.Chunk.isFailure(chunk, true)) {
                inFlight.callerBroke();
            }
            return chunk;
        }
    }

    private static void answer(
            Request request, Response response, Callback callback, int status, String contentType, String body) {
        response.setStatus(status);
        response.getHeaders().put(SERVER);
        response.getHeaders().put(HttpHeader.DATE, DateGenerator.formatDate(Request.getTimeStamp(request)));
        if (!contentType.isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        Content.Sink.write(response, true, body, callback);
    }

    /** The client's own words for an ended connection describe the client: say what the target did instead. */
    private static String words(Throwable failure) {
        return switch (failure) {
            case SocketTimeoutException ignored -> "no connection in time";
            case TimeoutException timeout -> "no answer in time (" + timeout.getMessage() + ")";
            case ConnectException refused -> "no connection (" + refused.getMessage() + ")";
            case EOFException ignored -> "it ended the connection";
            case ClosedChannelException ignored -> "the connection was closed";
            default -> failure.toString();
        };
    }

    private static String page(int status) {
        String title = status + " " + HttpStatus.getMessage(status);
        return "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>\n";
    }

    private static InFlight inFlight(Request request) {
        return (InFlight) request.getAttribute(IN_FLIGHT);
    }

    private record JettyCall(Request request) implements Call {
        @Override
        public String method() {
            return request.getMethod();
        }

        @Override
        public String path() {
            String path = request.getHttpURI().getPath();
            return path == null ? "/" : path;
        }

        @Override
        public String query() {
            String query = request.getHttpURI().getQuery();
            return query == null ? "" : query;
        }

        @Override
        public String host() {
            String host = Request.getServerName(request);
            return host == null ? "" : host;
        }

        @Override
        public int port() {
            return Request.getLocalPort(request);
        }

        @Override
        public List<String> header(String name) {
            return request.getHeaders().getValuesList(name);
        }
    }
}
