/** Tests of the whole product: the packaged jar, started as people start it. */
@NullMarked
package dev.groundwire.launcher.product;

import org.jspecify.annotations.NullMarked;
