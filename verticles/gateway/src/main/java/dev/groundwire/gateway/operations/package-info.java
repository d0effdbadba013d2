/** What whoever looks after the node sees at a glance. */
@NullMarked
package dev.groundwire.gateway.operations;

import org.jspecify.annotations.NullMarked;
