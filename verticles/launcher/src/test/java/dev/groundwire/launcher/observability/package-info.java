/** That what watches Groundwire (metrics, rules, dashboards, runbook) is true of a running node. */
@NullMarked
package dev.groundwire.launcher.observability;

import org.jspecify.annotations.NullMarked;
