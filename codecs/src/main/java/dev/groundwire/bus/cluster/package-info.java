/** What a node of a cluster tells of its membership. */
@NullMarked
package dev.groundwire.bus.cluster;

import org.jspecify.annotations.NullMarked;
