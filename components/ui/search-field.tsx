import { Search } from "lucide-react";
import { cn } from "./cn";
import { type ControlSize, Input, InputGroup } from "./input";

/** Search as a GET form: the address keeps the words, and it works without scripts. Enter searches. */
export function SearchField({
  name = "q",
  label,
  placeholder,
  defaultValue,
  action,
  keep,
  size = 32,
  className,
}: {
  name?: string;
  label: string;
  placeholder?: string;
  defaultValue?: string;
  action?: string;
  /** Further parts of the address that searching must not lose. */
  keep?: Record<string, string | undefined>;
  size?: ControlSize;
  className?: string;
}) {
  return (
    <search className={cn("block w-full max-w-55 phone:max-w-none", className)}>
      <form action={action} method="get">
        {Object.entries(keep ?? {}).map(([key, value]) =>
          value ? <input key={key} type="hidden" name={key} value={value} /> : null,
        )}
        <InputGroup icon={<Search aria-hidden />}>
          <Input
            // A new address shows its own words, also after Back.
            key={defaultValue}
            type="search"
            name={name}
            size={size}
            aria-label={label}
            placeholder={placeholder ?? label}
            defaultValue={defaultValue}
            enterKeyHint="search"
            autoComplete="off"
          />
        </InputGroup>
      </form>
    </search>
  );
}
