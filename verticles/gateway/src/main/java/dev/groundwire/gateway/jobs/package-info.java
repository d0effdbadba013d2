/** Work in the background over HTTP. */
@NullMarked
package dev.groundwire.gateway.jobs;

import org.jspecify.annotations.NullMarked;
