package slipway.model;

/** What stands in the way of a move. Words are sentences that name the thing and the way out. */
public sealed interface TrafficGuard {
    String words();

    /** Whether nothing lifts it; otherwise it warns, and an explicit second step does: {@code --force}, or taking the lock over. */
    boolean forbids();

    /** A positive weight for a colour that the balancer finds no healthy target of. */
    record NoHealthyTarget(Tier tier, Colour colour, int targets) implements TrafficGuard {
        @Override
        public String words() {
            String name = tier.label() + "-" + colour.label();
            return targets == 0
                    ? name + " has no tasks, so it can take no requests: release a version to it first."
                    : name + " has no healthy target (" + targets
                            + " registered), so it can take no requests: wait until"
                            + " its health check passes, or see its logs.";
        }

        @Override
        public boolean forbids() {
            return true;
        }
    }

    /** Both weights 0. */
    record NothingWeighted(Tier tier) implements TrafficGuard {
        @Override
        public String words() {
            return "One colour of the " + tier.label() + " must have a weight, else nobody answers.";
        }

        @Override
        public boolean forbids() {
            return true;
        }
    }

    /** Target-group stickiness outranks the weights. */
    record Sticky(Tier tier) implements TrafficGuard {
        @Override
        public String words() {
            return "The rule of the " + tier.label()
                    + " is sticky: callers with its cookie stay with their colour, whatever" + " the weights say.";
        }

        @Override
        public boolean forbids() {
            return false;
        }
    }

    /** Somebody else holds the lock. */
    record LockHeld(TrafficLease lease) implements TrafficGuard {
        @Override
        public String words() {
            return "The weights are " + lease.words() + ". Wait, or take over.";
        }

        @Override
        public boolean forbids() {
            return false;
        }
    }

    /** A service that the move concerns is just being deployed. */
    record DeploymentRunning(Tier tier, Colour colour, String service) implements TrafficGuard {
        @Override
        public String words() {
            return "A deployment of " + service + " is still running: its tasks come and go.";
        }

        @Override
        public boolean forbids() {
            return false;
        }
    }

    /** A colour that is to be retired, and gets requests. */
    record Weighted(Tier tier, Colour colour, int weight) implements TrafficGuard {
        @Override
        public String words() {
            return tier.label() + "-" + colour.label() + " gets requests (its weight is " + weight
                    + "), so it cannot be retired: promote or abort moves them to the other colour first.";
        }

        @Override
        public boolean forbids() {
            return true;
        }
    }

    /**
     * A tier into which nothing can be released as it stands.
     *
     * @param words what stands there, and the way out
     */
    record NotReleasable(Tier tier, String words) implements TrafficGuard {
        @Override
        public boolean forbids() {
            return true;
        }
    }
}
