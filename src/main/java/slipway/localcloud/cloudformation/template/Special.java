package slipway.localcloud.cloudformation.template;

/** Values that are neither text nor list nor map. */
public enum Special {
    /** {@code AWS::NoValue}: removes the property or list member that holds it. */
    NO_VALUE,
    /** Depends on a resource that does not exist yet; change sets show it. */
    UNKNOWN {
        @Override
        public String toString() {
            return "{{changeSet:KNOWN_AFTER_APPLY}}";
        }
    }
}
