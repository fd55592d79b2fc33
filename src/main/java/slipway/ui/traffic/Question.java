package slipway.ui.traffic;

import java.util.List;

/**
 * Asked before a write that must not simply happen.
 *
 * @param words one paragraph each
 * @param danger whether it overrides somebody or something
 */
record Question(
        String title, List<String> words, String safe, String deed, boolean danger, Runnable yes, Runnable no) {}
