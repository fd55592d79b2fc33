package slipway.channel;

import java.net.URI;

/**
 * What {@code ExecuteCommand}, {@code StartSession} and {@code ResumeSession} answer: where a session waits and the word
 * that opens it. {@code streamUrl} is used as it is. The token is a secret and no part of the text form.
 *
 * @param targetId {@code ecs:CLUSTER_TASK_RUNTIME}: KMS encryption names it; empty when it is not known
 */
public record SessionOffer(String sessionId, URI streamUrl, String token, String targetId) {
    @Override
    public String toString() {
        return "SessionOffer[sessionId=" + sessionId + ", streamUrl=" + streamUrl + "]";
    }
}
