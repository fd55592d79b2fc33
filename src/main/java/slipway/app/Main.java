package slipway.app;

/** The entry point of the console, of the command line and of the local cloud. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println("slipway");
    }
}
