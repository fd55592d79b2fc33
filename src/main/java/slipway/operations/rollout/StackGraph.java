package slipway.operations.rollout;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import slipway.async.Background;
import slipway.operations.EnvironmentStack;

/** Does something to each stack, on a thread of its own, as soon as what it waits for is done. */
final class StackGraph {
    private StackGraph() {}

    /**
     * Blocks until every stack was either worked on or given up because one that it waits for did not succeed.
     *
     * @param stacks in any order
     * @param waitsFor among {@code stacks}; others are taken for done
     * @param work whether it succeeded
     */
    static void run(
            List<EnvironmentStack> stacks,
            Function<EnvironmentStack, Set<EnvironmentStack>> waitsFor,
            Predicate<EnvironmentStack> work) {
        Map<EnvironmentStack, CompletableFuture<Boolean>> results = new EnumMap<>(EnvironmentStack.class);
        stacks.forEach(stack -> results.put(stack, new CompletableFuture<>()));
        results.forEach((stack, result) -> {
            List<CompletableFuture<Boolean>> awaited = waitsFor.apply(stack).stream()
                    .map(results::get)
                    .filter(future -> future != null)
                    .toList();
            Background.start("stack " + stack.suffix(), () -> {
                try {
                    result.complete(awaited.stream().allMatch(CompletableFuture::join) && work.test(stack));
                } catch (RuntimeException | Error mistake) {
                    result.completeExceptionally(mistake);
                }
            });
        });
        await(results);
    }

    private static void await(Map<EnvironmentStack, CompletableFuture<Boolean>> started) {
        try {
            CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new))
                    .get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException mistake) {
                throw mistake;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
