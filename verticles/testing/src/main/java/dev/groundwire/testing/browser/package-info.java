/** Chromium without a window, driven over its DevTools protocol: tests of what a person sees. */
@NullMarked
package dev.groundwire.testing.browser;

import org.jspecify.annotations.NullMarked;
