/** The files with which Groundwire is deployed agree with each other and with the program. */
@NullMarked
package dev.groundwire.launcher.deployment;

import org.jspecify.annotations.NullMarked;
