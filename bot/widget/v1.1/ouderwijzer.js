var y=class{#e;constructor(e){this.#e=`${e}/api/v1/`}async call(e,t,{token:i,content:r}={}){let l={};r&&(l["Content-Type"]="application/json"),i&&(l.Authorization=`Bearer ${i}`);let s=new AbortController,c=setTimeout(()=>s.abort(),3e4);try{let d=await fetch(this.#e+t,{method:e,headers:l,body:r?JSON.stringify(r):null,signal:s.signal,cache:"no-store",credentials:"omit",referrerPolicy:"no-referrer"}),h=d.status===204?null:await d.json();return{status:d.status,body:h,after:Number(d.headers.get("Retry-After"))}}catch{return{status:0,body:null,after:0}}finally{clearTimeout(c)}}};function g(n){return n===0||n===429||n>=500}function B(){if(crypto.randomUUID)return crypto.randomUUID();let n=crypto.getRandomValues(new Uint8Array(16));return n[6]=n[6]&15|64,n[8]=n[8]&63|128,Array.from(n,t=>t.toString(16).padStart(2,"0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/,"$1-$2-$3-$4-$5")}var O=" (opent in een nieuw tabblad)",a={launch:"Stel uw vraag",launchAgain:"Ga verder met uw gesprek",subtitle:"Uitleg over passend onderwijs door een computer",toInput:"Naar het invoerveld",more:"Meer",close:"Sluit",save:"Bewaar gesprek",print:"Print gesprek",wipe:"Wis gesprek",wipeSure:"Weet u het zeker? Het hele gesprek is dan weg.",wipeYes:"Ja, wis alles",wipeNo:"Nee, niet wissen",wiped:"Het gesprek is gewist. Er begint een nieuw gesprek.",wipeFailed:"Wissen lukte nu niet. Probeer het over een minuut opnieuw.",log:"Gesprek",you:"U",bot:"Ouderwijzer",empty:"(leeg bericht)",typing:"Ouderwijzer zoekt een antwoord",question:"Uw vraag",hint:"Schrijf geen namen of medische gegevens.",send:"Verstuur",nothing:"Typ eerst uw vraag.",tooLong:n=>`Uw bericht is ${n} ${n===1?"teken":"tekens"} te lang. Maak het korter.`,choices:"Keuzes",chosen:" (gekozen)",source:`Bron${O}:`,sources:"Bronnen (openen in een nieuw tabblad):",reviewed:n=>`Nagekeken op ${n}`,dataOf:n=>`Gegevens van ${n}`,call:"Bel",mail:"Mail",website:"Website",route:"Route",hours:"Bereikbaar",rate:"Heeft u hier iets aan?",up:"Ja",down:"Nee",thanks:"Dank u wel.",reason:"Wat miste u? (mag leeg blijven)",reasonSend:"Verstuur reden",reasonThanks:"Dank u wel. Wij kijken hiernaar.",rateFailed:"Uw oordeel kwam niet aan. Probeer het straks opnieuw.",trouble:"Ouderwijzer is even niet bereikbaar",offline:"Er is geen verbinding met Ouderwijzer.",silent:"Ouderwijzer geeft nu geen antwoord.",waits:"Uw bericht blijft staan en wordt vanzelf opnieuw verstuurd.",tries:"De chat probeert het vanzelf opnieuw.",retry:"Probeer nu opnieuw",back:"De verbinding is er weer.",renewed:"Het vorige gesprek was afgelopen. Dit is een nieuw gesprek.",refused:"Dit bericht kon niet worden verstuurd.",popup:"Uw browser laat het printvenster niet toe. Bewaar het gesprek en print dat bestand.",transcript:n=>`Gesprek met Ouderwijzer, ${n}`,file:n=>`gesprek-ouderwijzer-${n}.txt`},M={po:"Basisschool (primair onderwijs)",vo:"Middelbare school (voortgezet onderwijs)"};function o(n,e={},...t){let i=document.createElement(n);for(let[r,l]of Object.entries(e))i.setAttribute(r,l);return i.append(...t),i}function f(n){return o("span",{class:"unseen"},n)}function u(n,e,t){let i=o("button",{type:"button",class:n},e);return i.addEventListener("click",()=>{i.getAttribute("aria-disabled")!=="true"&&t(i)}),i}function p(n,e){let t;try{t=new URL(e)}catch{return o("span",{},n)}if(t.protocol!=="https:"&&t.protocol!=="http:")return o("span",{},n);let i={href:t.href,target:"_blank",rel:"noopener noreferrer"};return o("a",i,n,f(O))}function m(n,e){return o("a",{href:e},n)}var oe="https://www.openstreetmap.org/directions?to=";function v(n){let e=o("div",{class:"card"},o("h3",{},n.name)),t=M[n.sector?.toLowerCase()??""];t&&e.append(o("p",{},t));let i=o("ul",{class:"actions"});for(let[r,l,s]of X(n))s?i.append(o("li",{},`${r}: `,s(l))):e.append(o("p",{},`${r}: ${l}`));return i.childElementCount&&e.append(i),e}function P(n){let e=X(n).map(([t,i])=>`  ${t}: ${i}`);return[n.name,...e].join(`
`)}function X({hours:n,phone:e,email:t,website:i,address:r}){return[[a.hours,n],[a.call,e,s=>m(s,`tel:${s.replace(/[^\d+]/g,"")}`)],[a.mail,t,s=>m(s,`mailto:${encodeURI(s)}`)],[a.website,i,s=>p(s.replace(/^https?:\/\/|\/$/g,""),s)],[a.route,r,s=>p(s,oe+encodeURIComponent(s))]].flatMap(([s,c,d])=>c?[[s,c,d]]:[])}var G=100,se=2e3,k=class{element=o("div",{class:"announcer unseen",role:"status","aria-live":"polite","aria-atomic":"false"});say(e){let t=o("p",{},e);setTimeout(()=>this.element.append(t),G),setTimeout(()=>t.remove(),G+se)}};var re=2e3,x=class{input=o("textarea",{id:"ow-text",rows:"2",autocomplete:"off","aria-describedby":"ow-error ow-hint"});#e=o("p",{id:"ow-error",class:"error",hidden:""});#n;element;constructor(e,t,i){this.#n=i;let r=o("button",{type:"submit"},a.send);this.element=o("form",{class:"ask",novalidate:""},o("label",{for:"ow-text"},a.question),o("div",{class:"row"},this.input,r),this.#e,o("p",{id:"ow-hint",class:"hint"},a.hint));let l=()=>{let s=this.input.value.trim(),c=[...s].length-re;if(!s||c>0)return this.#t(s?a.tooLong(c):a.nothing);this.#t(""),this.input.value="",t(""),e(s)};this.element.addEventListener("submit",s=>{s.preventDefault(),l()}),this.input.addEventListener("keydown",s=>{s.key==="Enter"&&!s.shiftKey&&!s.isComposing&&(s.preventDefault(),l())}),this.input.addEventListener("input",()=>{this.#e.hidden||this.#t(""),t(this.input.value)})}fill(e){this.input.value||(this.input.value=e)}#t(e){this.#e.textContent=e,this.#e.hidden=!e,this.input.setAttribute("aria-invalid",String(!!e)),e&&this.#n(e)}};var ae=/^(topic|site):|^handoff:(start|state)$/,le=500,W=0;function _(n,e){let t=o("ul",{"aria-label":a.choices});for(let{title:i,payload:r}of n){let l=u("choice",i,()=>{performance.now()<W||(W=performance.now()+le,l.append(f(a.chosen)),l.classList.add("chosen"),F(l),e(r,i))});l.dataset.payload=r,t.append(o("li",{},l))}return o("li",{class:"choices"},t)}function H(n){for(let e of n.querySelectorAll(".choice"))ae.test(e.dataset.payload??"")||F(e)}function F(n){n.setAttribute("aria-disabled","true")}var Y=[2,5,15,30,60],T=class{#e;#n;#t;#i;#s=0;#r=!1;#o=null;#a=new Set;#c=null;constructor(e,t,i,r){this.#e=e,this.#n=t,this.#t=i,this.#i=r}get exists(){return!!this.#t.state.token}async start(){let e=this.#o??=this.exists?this.#p():this.#u();!await e&&this.#o===e&&(this.#o=null),await this.#f()}send(e,t){let i={id:B(),...e,shown:t};this.#t.set({queue:[...this.#t.state.queue,i]}),this.#d(i.id,t),this.start()}hurry(){this.#c?.()}async sync(e=!1){let t=this.#s;if(!this.#o||this.#r||!this.exists)return;let i=await this.#l("GET","messages");i.status===200&&t===this.#s&&!this.#r&&this.#m(i.body.messages,e)}async wipe(){let e=this.exists?await this.#l("DELETE","session"):{status:204};return e.status!==204&&e.status!==401?!1:(this.#s+=1,this.#r=!1,this.#t.clear(),this.#a.clear(),this.#i.clear(),this.#o=null,this.#c?.(),this.start(),!0)}async rate(e,t,i=""){let r={message:e,value:t,...i&&{reason:i}},l=(await this.#l("POST","feedback",r)).status===204;return l&&t==="down"&&this.sync(!0),l}#l(e,t,i=void 0){return this.#e.call(e,t,{token:this.#t.state.token,content:i})}async#h(e,t,i=void 0){let r=this.#s;for(let l=0;;l+=1){let s=await this.#l(e,t,i);if(r!==this.#s)return null;if(!g(s.status))return this.#i.calm(),s;this.#i.trouble(s,this.#t.state.queue.length>0);let c=Y[Math.min(l,Y.length-1)],d=s.status===429?Math.max(s.after,1):c;if(await new Promise(h=>{let b=setTimeout(h,d*1e3);this.#c=()=>{clearTimeout(b),h(void 0)}}),this.#c=null,r!==this.#s)return null}}async#u(){this.#t.set({token:null});let e=await this.#h("POST","sessions",{site:this.#n});if(!e)return!1;if(e.status!==201)return this.#i.trouble(e,!1),!1;this.#t.set({token:e.body.token});for(let t of e.body.messages)this.#b(t,!0);return this.#i.settle(),!0}async#p(){let e=await this.#h("GET","messages");if(!e)return!1;if(e.status!==200){if(!await this.#u())return!1}else{let t=e.body.messages,i=this.#t.state.queue.filter(({id:r})=>!ce(t,r));this.#t.set({queue:i}),this.#m(t)}for(let{id:t,shown:i}of this.#t.state.queue)this.#d(t,i);return this.#i.settle(),!0}async#f(){if(this.#r||!this.exists)return;this.#r=!0;let e=this.#s,t=!1;for(;this.#t.state.queue.length;){this.#i.busy(!0);let{shown:i,...r}=this.#t.state.queue[0],l=await this.#h("POST","messages",r);if(!l)return;if(l.status===401&&!t){if(t=!0,this.#i.notice(a.renewed),!await this.#u())break;this.#d(r.id,i,!0);continue}if(this.#t.set({queue:this.#t.state.queue.filter(({id:s})=>s!==r.id)}),l.status===200)for(let s of l.body.messages)this.#b(s,!0);else this.#i.notice(l.body?.detail??a.refused),r.text&&this.#i.giveBack(r.text);this.#i.settle()}e===this.#s&&(this.#r=!1,this.#i.busy(!1))}#m(e,t=!1){let i=new Set(this.#t.state.queue.map(({id:r})=>r));for(let r of e)r.from==="bot"?this.#b(r,t):i.has(r.id)||this.#d(r.id,r.text)}#d(e,t,i=!1){this.#a.has(e)&&!i||(this.#a.add(e),this.#i.parent({id:e,text:t}))}#b(e,t){this.#a.has(e.id)||(this.#a.add(e.id),this.#i.bot(e,t))}};function ce(n,e){let t=n.findIndex(i=>i.from==="parent"&&i.id===e);return t>=0&&n[t+1]?.from==="bot"}var S=class{#e;#n;opener=u("more quiet",a.more,()=>this.toggle());element;constructor({save:e,print:t,wipe:i}){this.#e=o("div",{class:"sure",role:"group","aria-labelledby":"ow-sure",hidden:""},o("p",{id:"ow-sure"},a.wipeSure),u("wipe-yes quiet",a.wipeYes,()=>{this.toggle(!1),i()}),u("wipe-no quiet",a.wipeNo,()=>{this.#t(!1),this.#n.focus()})),this.#n=u("wipe quiet",a.wipe,()=>this.#t(!!this.#e.hidden)),this.element=o("div",{class:"menu",id:"ow-menu",hidden:""},u("save quiet",a.save,e),u("print quiet",a.print,t),this.#n,this.#e),this.opener.setAttribute("aria-controls","ow-menu"),this.toggle(!1)}get isOpen(){return!this.element.hidden}toggle(e=!this.isOpen){this.element.hidden=!e,this.opener.setAttribute("aria-expanded",String(e)),this.#t(!1)}#t(e){this.#e.hidden=!e,this.#n.setAttribute("aria-expanded",String(e))}};var he=/^(\d+\.|-)\s+(.*)$/,ue="https?:\\/\\/[^\\s,;()]*[^\\s,;().!?]",de="[\\w.+-]+@(?:[\\w-]+\\.)+[a-z]{2,}",pe="\\b0\\d{2,3}-\\d{4,7}\\b|(?<!artikel |artikelen )\\b11[23]\\b(?![.:-]?\\d)",me=new RegExp(`(${ue}|${de}|${pe})`);function E(n){let e=[],t=null;for(let i of n.split(`
`)){let[,r,l]=he.exec(i)??[];if(!i.trim())t=null;else if(r){let s=r==="-"?"ul":"ol";t?.localName!==s&&(t=s==="ol"?o("ol",{start:String(parseInt(r,10))}):o("ul"),e.push(t)),t.append(I(o("li"),l))}else t?.localName==="p"?I(t,`
${i}`):(t=I(o("p"),i),e.push(t))}return e}function I(n,e){return n.append(...e.split(me).map((t,i)=>i%2?fe(t):t)),n}function fe(n){return/^https?:/.test(n)?p(n,n):n.includes("@")?m(n,`mailto:${n}`):m(n,`tel:${n.replace("-","")}`)}function J(n){return N("parent",a.you,o("p",{},n||a.empty))}function K(n){return N("bot notice",a.bot,o("p",{},n))}function V(n){let e=[...n.swv,...n.contacts];return N("bot",a.bot,...E(n.text),...e.map(v),...be(n))}function Z(n){let{text:e,swv:t,contacts:i,sources:r,buttons:l}=n,s=[`${a.bot}: ${e}`,...[...t,...i].map(({name:c})=>c)];return r.length&&s.push(r.length===1?"Met een bron.":`Met ${r.length} bronnen.`),l.length&&s.push(`${a.choices}: ${l.map(({title:c})=>c).join("; ")}.`),s.join(`
`)}function C(n){let e=new Date(`${n}T00:00:00Z`);return!n||Number.isNaN(e.getTime())?"":new Intl.DateTimeFormat("nl-NL",{dateStyle:"long",timeZone:"UTC"}).format(e)}function N(n,e,...t){return o("li",{class:`message ${n}`},f(`${e}: `),...t)}function q({reviewed:n,swv:e}){let t=C(n);return t&&(e.length?a.dataOf(t):a.reviewed(t))}function be(n){let{sources:e}=n,t=q(n);if(!e.length&&!t)return[];let i=o("div",{class:"about"});if(e.length){let r=e.map(({title:l,url:s})=>o("li",{},p(l,s)));i.append(o("p",{},e.length===1?a.source:a.sources)),i.append(o("ul",{},...r))}return t&&i.append(o("p",{},t)),[i]}var ge=500,we=0;function Q(n,e,t){let i=o("span",{id:`ow-rate-${we+=1}`},a.rate),r=o("div",{class:"rate",role:"group","aria-labelledby":i.id},i),l=o("span",{class:"thanks"}),s=h=>{l.textContent=h,t(h)},c=h=>{for(let b of r.querySelectorAll("button[data-value]"))b.setAttribute("aria-pressed",String(b.getAttribute("data-value")===h))},d=async h=>{c(h),r.querySelector("form")?.remove(),h==="down"&&r.append(ye(e,s)),s(await e(h)?a.thanks:a.rateFailed)};for(let[h,b]of[["up",a.up],["down",a.down]]){let z=u("small",b,()=>{d(h)});z.dataset.value=h,z.setAttribute("aria-pressed","false"),r.append(z)}return r.append(l),n.feedback&&c(n.feedback),r}function ye(n,e){let t=o("textarea",{rows:"2",maxlength:String(ge)}),i=o("button",{type:"submit",class:"small"},a.reasonSend),r=o("form",{class:"reason"},o("label",{},a.reason,t),i);return r.addEventListener("submit",async l=>{if(l.preventDefault(),i.getAttribute("aria-disabled")==="true")return;i.setAttribute("aria-disabled","true");let s=await n("down",t.value.trim());s?t.readOnly=!0:i.removeAttribute("aria-disabled"),e(s?a.reasonThanks:a.rateFailed)}),r}var ve=`
  body { font: 12pt/1.5 sans-serif; max-width: 40em; margin: 2em auto }
  h2 { font-size: 1em }
  p, li { white-space: pre-line }
  .unseen { display: none }`,$=class{#e=[];parent(e){this.#e.push({speaker:a.you,text:e})}bot(e){let{text:t,swv:i,contacts:r,sources:l}=e,s=[t,...[...i,...r].map(P)];s.push(l.map(({title:c,url:d})=>`- ${c}: ${d}`).join(`
`)),s.push(q(e)),this.#e.push({speaker:a.bot,text:s.filter(Boolean).join(`

`)})}clear(){this.#e=[]}download(){let e=this.#e.map(({speaker:l,text:s})=>`${l}:
${s}
`),t=[`${a.transcript(ee())}
`,...e].join(`
`),i=URL.createObjectURL(new Blob([t],{type:"text/plain;charset=utf-8"})),r=new Date().toLocaleDateString("sv");o("a",{href:i,download:a.file(r)}).click(),setTimeout(()=>URL.revokeObjectURL(i),6e4)}print(){let e=window.open("","_blank");if(!e)return!1;let{document:t}=e;t.title=a.transcript(ee()),t.documentElement.lang="nl";let i=new e.CSSStyleSheet;i.replaceSync(ve),t.adoptedStyleSheets=[i],t.body.append(o("h1",{},t.title));for(let{speaker:r,text:l}of this.#e)t.body.append(o("h2",{},r),...E(l));return e.print(),!0}},ee=()=>C(new Date().toLocaleDateString("sv"));var w="oudersonderwijs.nl",A=class{#e=o("p");#n=o("div");element;constructor(e){this.element=o("section",{class:"trouble","aria-labelledby":"ow-trouble",hidden:""},o("h3",{id:"ow-trouble"},a.trouble),this.#e,u("retry",a.retry,e),this.#n)}offer(e,t){this.#n.replaceChildren(e,...t?[ke()]:[])}show({status:e,body:t},i){let r=e===0?a.offline:t?.detail??a.silent,l=i?a.waits:a.tries,s=g(e)?`${r} ${l}`:r,c=this.element.hidden||this.#e.textContent!==s;return this.#e.textContent=s,this.element.hidden=!1,c?s:null}hide(){let e=!this.element.hidden;return this.element.hidden=!0,e}};function ke(){return o("ul",{},o("li",{},p("Ouders & Onderwijs",`https://www.${w}`),", mail ",m(`vraag@${w}`,`mailto:vraag@${w}`)),o("li",{},p("Zoek het ouder- en jeugdsteunpunt in uw regio","https://ouderenjeugdsteunpuntopdekaart.nl")),o("li",{},"Is er direct gevaar? Bel ",m("112","tel:112"),"."))}var xe=1500,L=class{#e=new k;#n=new $;#t=o("ol");#i=o("div",{class:"log",role:"log","aria-live":"off","aria-label":a.log,tabindex:"0"},this.#t);#s=o("p",{class:"typing",hidden:""},o("span",{"aria-hidden":"true"},o("i"),o("i"),o("i")),` ${a.typing}`);#r=0;#o=new A(()=>{this.#i.focus(),this.conversation.hurry()});#a=new S({save:()=>this.#n.download(),print:()=>this.#n.print()||this.notice(a.popup),wipe:()=>{this.#p()}});#c;#l;conversation;element;constructor(e,t,i,r){this.conversation=new T(e,i.id,t,this),this.#l=new x(s=>this.#h({text:s},s),s=>t.set({draft:s}),s=>this.#e.say(s)),this.#l.fill(t.state.draft),this.#c=o("h2",{id:"ow-title",tabindex:"-1"},i.title);let l=[this.#a.opener];r&&l.push(u("close quiet",a.close,r)),this.element=o(r?"dialog":"section",{class:"panel","aria-labelledby":"ow-title"},u("skip",a.toInput,()=>this.#l.input.focus()),o("div",{class:"head"},o("div",{},this.#c,o("p",{},a.subtitle)),o("div",{class:"buttons"},...l)),this.#a.element,this.#i,this.#s,this.#o.element,this.#l.element,this.#e.element)}focus(){this.#c.focus()}offer(e,t){this.#o.offer(e,t)}escape(){return this.#a.isOpen?(this.#a.toggle(!1),this.#a.opener.focus(),!0):!1}parent({text:e}){H(this.#t),this.#n.parent(e),this.#t.append(J(e)),this.settle()}bot(e,t){this.#n.bot(e);let i=V(e);if((e.sources.length||e.swv.length)&&i.append(this.#u(e)),this.#t.append(i),e.buttons.length){let r=(l,s)=>this.#h({payload:l},s);this.#t.append(_(e.buttons,r))}t&&this.#e.say(Z(e))}notice(e){this.#t.append(K(e)),this.#e.say(e),this.settle()}busy(e){this.#s.hidden=!e,clearTimeout(this.#r),e&&(this.#r=window.setTimeout(()=>this.#e.say(a.typing),xe))}trouble(e,t){let i=this.#o.show(e,t);this.#s.hidden=!0,clearTimeout(this.#r),i&&(this.#e.say(i),this.settle())}calm(){this.#o.hide()&&this.#e.say(a.back)}giveBack(e){this.#l.fill(e)}clear(){this.#t.replaceChildren(),this.#n.clear(),this.busy(!1),this.#o.hide()}settle(){let e=[...this.#t.querySelectorAll(".parent")].at(-1),t=this.#i.scrollHeight>this.#i.clientHeight?this.#i:this.element;if(!e)return;let i=e.getBoundingClientRect().top-t.getBoundingClientRect().top;t.scrollTop+=i-8}#h(e,t){this.conversation.send(e,t)}#u(e){return Q(e,(t,i)=>this.conversation.rate(e.id,t,i),t=>this.#e.say(t))}async#p(){this.#l.input.focus(),await this.conversation.wipe()?this.#e.say(a.wiped):this.notice(a.wipeFailed)}};var R=()=>({token:null,queue:[],draft:"",open:!1}),j=class{#e;state=R();constructor(e,t){this.#e=`ouderwijzer:${e}:${t}`;try{let i=JSON.parse(sessionStorage.getItem(this.#e)??"null");i&&typeof i.token=="string"&&Array.isArray(i.queue)&&(this.state={...R(),...i})}catch{}}set(e){Object.assign(this.state,e);try{sessionStorage.setItem(this.#e,JSON.stringify(this.state))}catch{}}clear(){this.set({...R(),open:this.state.open})}};var te=`/* Sizes are in em of the reader's own text size: \`medium\` is what the browser is set to, whatever
   the page has done to it. The page's styles do not reach in here; what it sets on the element
   itself is undone. */
:host {
  all: initial !important;
  display: block !important;
  --ink: var(--utrecht-document-color, #16302f) !important;
  --paper: var(--utrecht-document-background-color, #fff) !important;
  --page: var(--ouderwijzer-page-background-color, #eef6f5) !important;
  --soft-ink: var(--ouderwijzer-soft-color, #47605f) !important;
  --link: var(--utrecht-link-color, #0b5563) !important;
  --action: var(--utrecht-button-primary-action-background-color, #14606b) !important;
  --action-ink: var(--utrecht-button-primary-action-color, #fff) !important;
  --line: var(--ouderwijzer-border-color, #5f7f7d) !important;
  --focus: var(--utrecht-focus-outline-color, #14606b) !important;
  --parent: var(--ouderwijzer-parent-background-color, #d5ecf3) !important;
  --parent-ink: var(--ouderwijzer-parent-color, #16302f) !important;
  color: var(--ink) !important;
  color-scheme: light !important;
  direction: ltr !important; /* not in \`all\` */
  unicode-bidi: isolate !important;
  font-family: var(--utrecht-document-font-family, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif) !important;
  font-size: medium !important;
  line-height: 1.5 !important;
}

*, ::before, ::after { box-sizing: border-box; }

[hidden] { display: none !important; }

h2, h3, p, ul, ol { margin: 0; padding: 0; }

h2 { font-size: 1.25em; line-height: 1.2; }

h3 { font-size: 1em; }

a { color: var(--link); }

:focus-visible {
  outline: 3px solid var(--focus);
  outline-offset: 2px;
  border-radius: 4px;
}

.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.refused {
  max-width: 40em;
  padding: .75em;
  border: 2px solid #a66a00;
  background: #fff4dc;
  color: #16302f;
}

/* Buttons */

button {
  min-height: 2.75em;
  padding: .375em 1em;
  border: 2px solid var(--action);
  border-radius: 1.375em;
  background: var(--action);
  color: var(--action-ink);
  font: inherit;
  font-weight: 600;
  overflow-wrap: anywhere;
  cursor: pointer;
}

@media (hover: hover) {
  button:not([aria-disabled="true"]):hover { text-decoration: underline; }
}

button.quiet, button.choice, button.small, button.retry {
  background: var(--paper);
  color: var(--link);
  border-color: var(--link);
}

button.choice { text-align: left; }

button[aria-disabled="true"] {
  border-style: dashed;
  cursor: default;
}

button.chosen, button[aria-pressed="true"] { box-shadow: inset 0 0 0 2px var(--link); }

button.chosen::before, button[aria-pressed="true"]::before { content: "✓ " / ""; }

button.small, button.quiet { min-height: 2.25em; padding: .125em .75em; }

.launcher {
  position: fixed;
  inset: auto max(1em, env(safe-area-inset-right)) max(1em, env(safe-area-inset-bottom)) auto;
  z-index: 2147483000;
  min-height: 3.25em;
  padding: .5em 1.25em;
  border-radius: 1.75em 1.75em .25em;
  border-color: var(--action-ink);
  box-shadow: 0 .125em .75em rgb(0 0 0 / 35%);
}

/* The panel: header, log, form. Only the log scrolls, unless there is hardly any height. */

.panel {
  position: fixed;
  inset: auto 1em 1em auto;
  z-index: 2147483000;
  display: flex;
  flex-direction: column;
  width: 27em;
  max-width: calc(100vw - 2em);
  height: 42em;
  max-height: calc(100dvh - 2em);
  margin: 0;
  padding: 0;
  border: 1px solid var(--line);
  border-radius: 1em;
  background: var(--page);
  color: var(--ink);
  overflow: hidden;
  overflow-wrap: anywhere;
  box-shadow: 0 .25em 2em rgb(0 0 0 / 30%);
}

dialog.panel:not([open]) { display: none; }

dialog.panel:modal, section.panel {
  inset: 0;
  width: 100%;
  max-width: none;
  height: 100dvh;
  max-height: none;
  border: 0;
  border-radius: 0;
  box-shadow: none;
}

section.panel { max-width: 46em; margin: 0 auto; }

.skip { position: absolute; left: .5em; top: -6em; z-index: 1; }

.skip:focus { top: .5em; }

.head {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  gap: .5em;
  padding: .625em .75em;
  border-bottom: 1px solid var(--line);
}

.head p { font-size: .875em; color: var(--soft-ink); }

.buttons, .menu { display: flex; flex-wrap: wrap; gap: .5em; }

.head > :first-child { flex: 1 1 8em; min-width: 0; }

.head .buttons { flex: none; }

.menu { padding: .625em .75em; border-bottom: 1px solid var(--line); background: var(--paper); }

.sure { display: flex; flex-wrap: wrap; gap: .5em; width: 100%; }

.sure p { width: 100%; }

.log { flex: 1; min-height: 0; overflow-y: auto; padding: .75em; overscroll-behavior: contain; }

.log:focus-visible { outline-offset: -3px; }

.log > ol, .choices ul { list-style: none; }

.message {
  width: fit-content;
  max-width: 100%;
  margin-bottom: .75em;
  padding: .625em .875em;
  border: 1px solid var(--line);
  border-radius: .25em 1em 1em;
  background: var(--paper);
  overflow-wrap: anywhere;
}

.message.parent {
  max-width: 88%;
  margin-left: auto;
  border-radius: 1em 1em .25em;
  background: var(--parent);
  color: var(--parent-ink);
}

.message.notice { border-style: dashed; }

.message p { white-space: pre-line; }

.message > * + * { margin-top: .625em; }

.message > .unseen + * { margin-top: 0; }

.message ol, .message ul, .trouble ul { padding-left: 1.5em; }

.message li + li { margin-top: .25em; }

.about { padding-top: .5em; border-top: 1px solid var(--line); font-size: .9375em; color: var(--soft-ink); }

.card { padding: .75em; border: 1px solid var(--line); border-radius: .75em; background: var(--page); color: var(--ink); }

.actions a, .about a, .trouble a { display: inline-block; padding: .125em 0; vertical-align: top; }

.actions li, .about li, .trouble li { line-height: 1.75; }

.choices { margin-bottom: .75em; }

.choices ul { display: flex; flex-wrap: wrap; gap: .5em; }

.rate { display: flex; flex-wrap: wrap; align-items: center; gap: .5em; font-size: .9375em; }

.rate form, .rate label { display: flex; flex-direction: column; gap: .375em; width: 100%; }

.rate form button { align-self: flex-start; }

.trouble {
  flex: none;
  max-height: 50%;
  overflow-y: auto;
  padding: .75em;
  border-top: 2px solid #a66a00;
  background: #fff4dc;
  color: #16302f;
  --link: #0b5563;
}

.trouble > * + * { margin-top: .5em; }

.typing { padding: 0 .75em .5em; color: var(--soft-ink); }

.typing i {
  display: inline-block;
  width: .5em;
  height: .5em;
  margin-right: .25em;
  border-radius: 50%;
  background: var(--action);
  animation: breathe 1.2s infinite;
}

.typing i:nth-child(2) { animation-delay: .2s; }

.typing i:nth-child(3) { animation-delay: .4s; }

@keyframes breathe { 50% { opacity: .25; } }

.ask { padding: .625em .75em; border-top: 1px solid var(--line); }

.ask label { display: block; font-weight: 600; }

.row { display: flex; gap: .5em; align-items: flex-end; }

textarea {
  flex: 1;
  min-width: 0;
  width: 100%;
  padding: .5em .75em;
  border: 2px solid var(--soft-ink);
  border-radius: .75em;
  background: var(--paper);
  color: var(--ink);
  font: inherit;
  resize: vertical;
}

textarea[aria-invalid="true"] { border-color: #b3261e; }

.error { color: #b3261e; font-weight: 600; }

.hint { font-size: .875em; color: var(--soft-ink); }

@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
}

@media (max-width: 22em) {
  .head p { display: none; }
}

@media (max-width: 18em) {
  .row { flex-direction: column; align-items: stretch; }
}

/* Zoomed in far, or a phone on its side: everything scrolls together. */
@media (max-height: 30em) {
  .panel { display: block; overflow-y: auto; }
  .log, .trouble { max-height: none; overflow: visible; }
}

@media (forced-colors: active) {
  button[aria-disabled="true"] { color: GrayText; border-color: GrayText; }
  .typing i { background: CanvasText; }
  .message.parent { border-width: 2px; }
}
`;var ie="(max-width: 40em), (max-height: 30em)",U="ouderwijzer-chat",Se=3e4,Ee=new URL(import.meta.url).origin,ne=new CSSStyleSheet;ne.replaceSync(te);var D=class extends HTMLElement{#e=this.attachShadow({mode:"open"});#n=new CSSStyleSheet;#t=o("slot");#i=u("launcher",a.launch,()=>this.open());#s=null;#r=null;#o=null;#a=null;#c=0;connectedCallback(){if(this.#o)return this.#d();if(this.lang||="nl",document.querySelector(U)!==this){this.#e.replaceChildren(this.#t);return}this.#e.adoptedStyleSheets=[ne,this.#n];let e=new URL(this.getAttribute("server")??Ee,location.href).origin,t=this.getAttribute("site")??"";this.#s=new y(e),this.#r=new j(e,t),this.#i.hidden=!0,this.#e.replaceChildren(this.#t,this.#i),this.#d(),this.#p(t)}disconnectedCallback(){this.#a?.abort(),clearTimeout(this.#c)}open(){this.#o&&(this.#u(matchMedia(ie).matches),this.#o.focus())}close(){let e=this.#l;e?.open&&(e.close(),this.#r?.set({open:!1}),this.#i.hidden=!1,this.#i.firstChild?.replaceWith(a.launchAgain),this.#i.focus())}get#l(){let e=this.#o?.element;return e instanceof HTMLDialogElement?e:null}get#h(){return this.getAttribute("mode")==="page"}#u(e){let t=this.#l;!t||t.open||(e?t.showModal():t.open=!0,this.#i.hidden=!0,this.#r?.set({open:!0}),this.#o?.conversation.start(),this.#o?.settle())}async#p(e){let t=this.#s,i=await t.call("GET",`sites/${encodeURIComponent(e)}`);if(!(!this.isConnected||this.#s!==t)){if(i.status===200&&i.body.available)return this.#f(t,i.body);i.status===200||g(i.status)?this.#c=window.setTimeout(()=>{this.#p(e)},Se):this.#e.append(o("p",{class:"refused"},i.body?.detail??a.silent))}}#f(e,t){let i=this.#r,r=this.#h?null:()=>this.close(),l=new L(e,i,t,r);this.#o=l,this.#m(t.tokens);let s=this.textContent??"",c=t.helpdesk&&!s.trim()?v(t.helpdesk):this.#t;if(l.offer(c,!s.includes(w)),this.#e.replaceChildren(this.#i,l.element),this.#i.replaceChildren(i.state.token?a.launchAgain:a.launch,f(` (${t.title})`)),this.#i.setAttribute("aria-haspopup","dialog"),this.#h){l.conversation.start();return}let d=l.element;d.addEventListener("cancel",h=>h.preventDefault()),d.addEventListener("keydown",h=>{h.key==="Escape"&&(h.preventDefault(),h.stopPropagation(),l.escape()||this.close())}),this.#i.hidden=!1,i.state.open&&!matchMedia(ie).matches&&this.#u(!1)}#m(e){this.#n.replaceSync(":host{}");let t=this.#n.cssRules[0];for(let[i,r]of Object.entries(e))i.startsWith("--")&&t.style.setProperty(i,r,"important")}#d(){this.#a=new AbortController;let{signal:e}=this.#a,t=()=>{this.#o?.conversation.sync()};addEventListener("online",()=>this.#o?.conversation.hurry(),{signal:e}),addEventListener("pageshow",t,{signal:e}),addEventListener("visibilitychange",()=>document.hidden||t(),{signal:e});let i=()=>{this.id&&location.hash===`#${this.id}`&&this.#i.focus()};addEventListener("hashchange",i,{signal:e})}};customElements.get(U)||customElements.define(U,D);
