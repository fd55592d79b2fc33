package slipway.channel;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's half of a handshake. On the queue's threads, one call at a time; asking KMS blocks. */
final class AgentHandshake {
    private static final int CHALLENGE = 64;

    private final AgentOptions options;
    private final byte[] challenge = new byte[CHALLENGE];
    private @Nullable SealedBytes seal;

    AgentHandshake(AgentOptions options) {
        this.options = options;
        new SecureRandom().nextBytes(challenge);
    }

    HandshakeRequest request() {
        List<HandshakeRequest.ClientAction> actions = new ArrayList<>();
        actions.add(new HandshakeRequest.BeOfType(options.type().wireName(), options.properties()));
        options.encryption().ifPresent(encryption -> actions.add(new HandshakeRequest.Encrypt(encryption.keyId(), "")));
        return new HandshakeRequest(options.agentVersion(), actions);
    }

    /**
     * Takes the answer. Returns the challenge to send, or nothing when the handshake is complete.
     *
     * @throws MalformedMessageException the client did not do what it was asked
     */
    byte @Nullable [] answered(HandshakeResponse response) throws MalformedMessageException {
        List<HandshakeRequest.ClientAction> asked = request().actions();
        if (response.actions().size() != asked.size()) {
            throw new MalformedMessageException(
                    "the client answered " + response.actions().size() + " of " + asked.size() + " actions");
        }
        for (HandshakeResponse.Processed action : response.actions()) {
            if (action.status() != HandshakeResponse.SUCCESS) {
                throw new MalformedMessageException(
                        "the client did not do " + action.actionType() + ": " + action.error());
            }
            if (action.actionType().equals(HandshakeRequest.KMS_ENCRYPTION)) {
                seal = SealedBytes.ofAgent(dataKey(action.cipherTextKey()));
            }
        }
        if (options.encryption().isEmpty()) {
            return null;
        }
        if (seal == null) {
            throw new MalformedMessageException("the client sent no data key");
        }
        return Payloads.challenge(seal.seal(challenge));
    }

    private byte[] dataKey(String cipherTextKey) throws MalformedMessageException {
        AgentEncryption encryption = options.encryption()
                .orElseThrow(() -> new MalformedMessageException("the client encrypts without being asked"));
        byte[] blob = Json.base64(cipherTextKey, "the data key");
        byte[] key;
        try {
            key = encryption
                    .opener()
                    .open(
                            blob,
                            Map.of("aws:ssm:SessionId", options.sessionId(), "aws:ssm:TargetId", options.targetId()));
        } catch (IOException | RuntimeException e) {
            throw new MalformedMessageException("the data key cannot be opened: " + e, e);
        }
        if (key.length != SealedBytes.KEY_LENGTH) {
            throw new MalformedMessageException("the data key has " + key.length + " bytes, not 64");
        }
        return key;
    }

    /** Takes the answer to the challenge; throws when it is not the challenge. */
    void proved(byte[] payload) throws MalformedMessageException {
        if (seal == null) {
            throw new MalformedMessageException("a challenge was answered that nobody made");
        }
        if (!MessageDigest.isEqual(challenge, seal.open(Payloads.challengeOf(payload)))) {
            throw new MalformedMessageException("the client's key is another one");
        }
    }

    byte[] seal(byte[] plain) {
        return seal == null ? plain : seal.seal(plain);
    }

    byte[] open(byte[] sealed) throws MalformedMessageException {
        return seal == null ? sealed : seal.open(sealed);
    }
}
