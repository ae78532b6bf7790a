"use client";

import { cn } from "./cn";
import { type SegmentOption, segmentClass, segmentedClass, segmentOn } from "./segmented";

/** A choice of views that lives in the page only. Each part says whether it is pressed. */
export function SegmentedControl<T extends string>({
  label,
  value,
  onChange,
  options,
  block,
  className,
}: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: readonly (SegmentOption & { value: T })[];
  block?: boolean;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form answers; this is a set of view buttons
    <div role="group" aria-label={label} className={cn(segmentedClass, block && "flex", className)}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(segmentClass, block && "flex-1", option.value === value && segmentOn)}
        >
          {option.icon}
          {option.label}
        </button>
      ))}
    </div>
  );
}
