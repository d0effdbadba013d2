/** Lists that are read in parts. */
@NullMarked
package dev.groundwire.platform.paging;

import org.jspecify.annotations.NullMarked;
