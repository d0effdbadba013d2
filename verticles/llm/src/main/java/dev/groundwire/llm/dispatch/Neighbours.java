package dev.groundwire.llm.dispatch;

import dev.groundwire.bus.llm.BreakerChanged;
import dev.groundwire.bus.llm.HeldModel;
import dev.groundwire.llm.budget.Budgets;
import java.util.function.Consumer;

/**
 * Other dispatchers of the same providers.
 *
 * @param budgets that are counted with them
 * @param changed is told of every change of a breaker
 * @param held is told when a provider asks to be left alone
 */
public record Neighbours(
    Budgets budgets, Consumer<BreakerChanged> changed, Consumer<HeldModel> held) {}
