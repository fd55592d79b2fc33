package slipway.operations.sessions;

import slipway.channel.ChannelFailure;
import slipway.model.Failure;

/** What went wrong in the channel, in the operations' words. */
final class ChannelFailures {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private ChannelFailures() {}

    static Failure of(ChannelFailure failure) {
        String message = failure.message();
        String detail = failure.detail();
        return switch (failure) {
            case ChannelFailure.UpgradeRefused refused ->
                refused.status() == UNAUTHORIZED || refused.status() == FORBIDDEN
                        ? new Failure.Denied("ssmmessages:OpenDataChannel", message, detail)
                        : new Failure.Rejected(message, detail);
            case ChannelFailure.EncryptionFailed _ -> new Failure.Denied("kms:GenerateDataKey", message, detail);
            case ChannelFailure.NotSigned _ -> new Failure.Expired(message, detail);
            case ChannelFailure.Unreachable _,
                    ChannelFailure.Lost _,
                    ChannelFailure.NoAnswer _,
                    ChannelFailure.PeerStopped _ -> new Failure.Unreachable(message, detail);
            case ChannelFailure.TokenRejected _,
                    ChannelFailure.Over _,
                    ChannelFailure.CorruptStream _,
                    ChannelFailure.HandshakeRefused _ -> new Failure.Rejected(message, detail);
        };
    }
}
