package slipway.localcloud.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * One operation of a service's client interface.
 *
 * @param name AWS's name for it, such as {@code DescribeStacks}
 * @param implemented whether the local cloud's class overrides the interface's refusing default
 */
record SdkOperation(String name, Method method, Method newBuilder, boolean implemented) {

    /** An empty request to fill in through its fields. */
    SdkPojo newRequest() {
        return (SdkPojo) call(newBuilder, null);
    }

    /** Calls the client with a filled-in request builder. Exceptions of the client come out as they are. */
    SdkPojo invoke(Object client, SdkPojo request) {
        return (SdkPojo) call(method, client, ((Buildable) request).build());
    }

    private static Object call(Method method, @org.jspecify.annotations.Nullable Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            switch (thrown.getCause()) {
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(method + " threw a checked exception", thrown);
            }
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(method + " of the SDK is not public", hidden);
        }
    }
}
