//! Where a linked module refers to a function or to data, as the linker tells with `--emit-relocs`.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::ops::Range;
use walrus::{FunctionId, Module};
use wasmparser::{
    Data, DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocationEntry, RelocationType, SymbolInfo,
};

/// What is referred to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Function(FunctionId),
    /// A constant or variable: a range of a data segment.
    Data {
        segment: usize,
        range: Range<usize>,
    },
}

/// All references, by their places. Each was found to hold the address of what it is said to refer to.
pub struct Links {
    /// By position in the module.
    code: BTreeMap<usize, Target>,
    /// By segment and position in it.
    data: BTreeMap<(usize, usize), Target>,
    /// All constants and variables.
    pub symbols: Vec<Target>,
}

impl Links {
    /// Reads them; `module` is the same one, as it was parsed.
    pub fn read(linked: &[u8], module: &Module) -> Result<Self> {
        let functions: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
        let (mut code, mut segments, mut bases) = (0, Vec::new(), Vec::new());
        let (mut data_section, mut symbols, mut entries) = (0, Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(linked) {
            match payload? {
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::DataSection(section) => {
                    data_section = section.range().start;
                    for segment in section {
                        let segment = segment?;
                        segments.push(segment.range.end - segment.data.len()..segment.range.end);
                        bases.push(base(&segment)?);
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(table) = part? {
                                for symbol in table {
                                    symbols.push(target(&symbol?, &functions));
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let in_code = section.name() == "reloc.CODE";
                        for entry in relocations.entries() {
                            entries.push((in_code, entry?));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let mut links = Self { code: BTreeMap::new(), data: BTreeMap::new(), symbols: Vec::new() };
        for (in_code, entry) in entries {
            let Some(target) = meant(&entry, &symbols)? else { continue };
            let section = if in_code { code } else { data_section };
            let place = linked.get(section + entry.offset as usize..).context("a reference outside of the module")?;
            ensure!(is_at(place, &entry, &target, &bases), "the linker's list does not fit its module");
            if in_code {
                links.code.insert(code + entry.offset as usize, target);
            } else {
                let at = data_section + entry.offset as usize;
                let segment =
                    segments.iter().position(|range| range.contains(&at)).context("a reference outside of data")?;
                links.data.insert((segment, at - segments[segment].start), target);
            }
        }
        ensure!(!links.code.is_empty(), "the linker told no references");
        links.symbols = symbols.into_iter().flatten().filter(|symbol| matches!(symbol, Target::Data { .. })).collect();
        Ok(links)
    }

    /// What an instruction at this position refers to. The number follows the opcode, or opcode and alignment.
    pub fn of_instruction(&self, position: usize) -> Option<&Target> {
        self.code.range(position + 1..=position + 2).next().map(|(_, target)| target)
    }

    /// What a part of a data segment refers to.
    pub fn of_data(&self, segment: usize, range: &Range<usize>) -> impl Iterator<Item = &Target> {
        self.data.range((segment, range.start)..(segment, range.end)).map(|(_, target)| target)
    }
}

fn target(symbol: &SymbolInfo, functions: &[FunctionId]) -> Option<Target> {
    match symbol {
        SymbolInfo::Func { index, .. } => functions.get(*index as usize).map(|function| Target::Function(*function)),
        SymbolInfo::Data { symbol: Some(data), .. } => {
            let start = data.offset as usize;
            Some(Target::Data { segment: data.index as usize, range: start..start + data.size as usize })
        }
        _ => None,
    }
}

/// The address at which a segment of data begins.
fn base(segment: &Data) -> Result<u32> {
    if let DataKind::Active { offset_expr, .. } = &segment.kind
        && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
    {
        return Ok(value.cast_unsigned());
    }
    bail!("data without an address")
}

/// Whether the bytes at a place are the address of its target: in code by sevens, in data as they are.
fn is_at(place: &[u8], entry: &RelocationEntry, target: &Target, bases: &[u32]) -> bool {
    let Target::Data { segment, range } = target else { return true };
    let (bits, mask) = if entry.ty == RelocationType::MemoryAddrI32 { (8, 0xff) } else { (7, 0x7f) };
    let bytes = place.iter().take(entry.ty.extent()).enumerate();
    let held = bytes.fold(0, |held, (at, byte)| held | (u64::from(byte & mask) << (bits * at)));
    let meant = i64::from(bases[*segment]) + range.start as i64 + entry.addend;
    held as u32 == meant as u32
}

/// What a reference means; `None` for types, globals and tables.
fn meant(entry: &RelocationEntry, symbols: &[Option<Target>]) -> Result<Option<Target>> {
    use RelocationType::*;
    match entry.ty {
        FunctionIndexLeb | TableIndexSleb | TableIndexI32 | MemoryAddrLeb | MemoryAddrSleb | MemoryAddrI32 => {
            Ok(symbols.get(entry.index as usize).context("a reference to nothing")?.clone())
        }
        TypeIndexLeb | GlobalIndexLeb | TableNumberLeb => Ok(None),
        kind => bail!("a reference of an unknown kind: {kind:?}"),
    }
}
