package slipway.channel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.channel.HandshakeRequest.BeOfType;
import slipway.channel.HandshakeRequest.ClientAction;
import slipway.channel.HandshakeRequest.Encrypt;
import slipway.channel.HandshakeRequest.Unknown;
import slipway.channel.HandshakeResponse.Processed;

/** What a client makes of the agent's handshake. On the queue's threads, one call at a time; asking KMS blocks. */
final class ClientHandshake {
    private final SessionOffer offer;
    private final String clientVersion;
    private final DataKeys keys;
    private SessionType type = SessionType.STANDARD_STREAM;
    private Map<String, String> properties = Map.of();
    private String agentVersion = "";
    private String keyId = "";
    private @Nullable SealedBytes seal;
    private @Nullable ChannelFailure failure;

    ClientHandshake(SessionOffer offer, String clientVersion, DataKeys keys) {
        this.offer = offer;
        this.clientVersion = clientVersion;
        this.keys = keys;
    }

    /** The answer to a request. Where it refuses anything, {@link #failure} says why. */
    HandshakeResponse answer(HandshakeRequest request) {
        agentVersion = request.agentVersion();
        List<Processed> processed = new ArrayList<>();
        for (ClientAction action : request.actions()) {
            processed.add(
                    switch (action) {
                        case BeOfType be -> be(be);
                        case Encrypt encrypt -> encrypt(encrypt);
                        case Unknown unknown -> {
                            failure = new ChannelFailure.HandshakeRefused("the action " + unknown.actionType());
                            yield new Processed(
                                    unknown.actionType(),
                                    HandshakeResponse.UNSUPPORTED,
                                    "",
                                    "Unsupported action " + unknown.actionType());
                        }
                    });
        }
        return new HandshakeResponse(clientVersion, processed, List.of());
    }

    private Processed be(BeOfType action) {
        Optional<SessionType> known = SessionType.of(action.sessionType());
        if (known.isEmpty()) {
            failure = new ChannelFailure.HandshakeRefused("the session type " + action.sessionType());
            return new Processed(
                    action.actionType(), HandshakeResponse.FAILED, "", "Unknown session type " + action.sessionType());
        }
        type = known.get();
        properties = action.properties();
        return Processed.done(action.actionType());
    }

    private Processed encrypt(Encrypt action) {
        keyId = action.keyId();
        var context = new HashMap<String, String>();
        context.put("aws:ssm:SessionId", offer.sessionId());
        context.put("aws:ssm:TargetId", offer.targetId());
        try {
            DataKeys.DataKey key = keys.generate(keyId, Map.copyOf(context));
            seal = SealedBytes.ofClient(key.plaintext());
            return new Processed(action.actionType(), HandshakeResponse.SUCCESS, Json.base64(key.ciphertextBlob()), "");
        } catch (IOException | RuntimeException e) {
            failure = new ChannelFailure.EncryptionFailed(keyId, e.toString());
            return new Processed(
                    action.actionType(), HandshakeResponse.FAILED, "", "No data key of " + keyId + ": " + e);
        }
    }

    /** The answer to the agent's challenge, which proves that both have the key: opened, and sealed with the client's half. */
    byte[] answerChallenge(byte[] payload) throws MalformedMessageException {
        if (seal == null) {
            throw new MalformedMessageException("a challenge came without encryption");
        }
        return Payloads.challenge(seal.seal(seal.open(Payloads.challengeOf(payload))));
    }

    @Nullable
    ChannelFailure failure() {
        return failure;
    }

    ChannelFailure doesNotFit(MalformedMessageException cause) {
        return new ChannelFailure.EncryptionFailed(keyId, cause.toString());
    }

    /** What the session is, as far as it was said. */
    SessionState.Live live() {
        return new SessionState.Live(type, properties, agentVersion, seal != null);
    }

    byte[] seal(byte[] plain) {
        return seal == null ? plain : seal.seal(plain);
    }

    byte[] open(byte[] sealed) throws MalformedMessageException {
        return seal == null ? sealed : seal.open(sealed);
    }
}
